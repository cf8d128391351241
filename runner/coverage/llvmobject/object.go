package llvmobject

import (
	"bytes"
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"encoding/binary"
	"os"
	"time"
)

// An object is a file with instrumented code.
type object struct {
	path  string
	id    []byte // of the build; nil: it has none
	names [][]byte
	time  time.Time
}

// read reads the sections that tell what an object counts; a file that is no
// object has none.
func (o *object) read() {
	f, err := os.Open(o.path)
	if err != nil {
		return
	}
	defer f.Close()
	magic := make([]byte, 4)
	if _, err := f.ReadAt(magic, 0); err != nil {
		return
	}
	names := func(section interface{ Data() ([]byte, error) }) {
		if data, err := section.Data(); err == nil && len(data) > 0 {
			o.names = append(o.names, data)
		}
	}
	switch {
	case string(magic) == elf.ELFMAG:
		e, err := elf.NewFile(f)
		if err != nil {
			return
		}
		if section := e.Section("__llvm_prf_names"); section != nil {
			names(section)
		}
		if section := e.Section(".note.gnu.build-id"); section != nil {
			const head = 16 // three sizes, and GNU
			if data, err := section.Data(); err == nil && len(data) > head {
				o.id = data[head:]
			}
		}
	case string(magic[:2]) == "MZ":
		if p, err := pe.NewFile(f); err == nil {
			if section := p.Section(".lprfn"); section != nil {
				names(section)
			}
		}
	default:
		if fat, err := macho.NewFatFile(f); err == nil {
			for _, arch := range fat.Arches {
				if section := arch.Section("__llvm_prf_names"); section != nil {
					names(section)
				}
			}
		} else if m, err := macho.NewFile(f); err == nil {
			if section := m.Section("__llvm_prf_names"); section != nil {
				names(section)
			}
		}
	}
}

// wrote reports whether a file of counts has the object's names, and whether also
// its build ID.
func (o *object) wrote(counts []byte) (same, exact bool) {
	for _, names := range o.names {
		// What is compiled from few files may be a part of another program, so the
		// size has to be that of the file, which is a number of its head.
		if headHas(counts, len(names)) && bytes.Contains(counts, names) {
			if o.id == nil || !hasIDs(counts) {
				return true, false
			}
			same := bytes.Contains(counts, o.id)
			return same, same
		}
	}
	return false, false
}

// headHas reports whether a number is one of those that a file of counts begins
// with. Which one is the size of the names depends on the version.
func headHas(counts []byte, n int) bool {
	const magic, numbers = 8, 16
	for i := range numbers {
		at := magic + 8*i
		if at+8 > len(counts) {
			return false
		}
		if v := counts[at : at+8]; binary.LittleEndian.Uint64(v) == uint64(n) || binary.BigEndian.Uint64(v) == uint64(n) {
			return true
		}
	}
	return false
}

// hasIDs reports whether a file of counts has build IDs: since LLVM 13, the number
// behind the version is their size.
func hasIDs(counts []byte) bool {
	const withIDs = 7
	if len(counts) < 24 {
		return false
	}
	var order binary.ByteOrder = binary.LittleEndian
	if counts[0] == 0xff {
		order = binary.BigEndian
	}
	return uint32(order.Uint64(counts[8:])) >= withIDs && order.Uint64(counts[16:]) > 0
}
