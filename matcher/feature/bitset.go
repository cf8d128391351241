package feature

import "math/bits"

// bitset is a set of points.
type bitset []uint64

func full(n int) bitset {
	b := make(bitset, (n+63)/64)
	for i := range n {
		b.add(i)
	}
	return b
}

func (b bitset) add(i int)      { b[i/64] |= 1 << (i % 64) }
func (b bitset) has(i int) bool { return b[i/64]>>(i%64)&1 == 1 }

func (b bitset) and(c bitset) bitset {
	r := make(bitset, len(b))
	for i := range b {
		r[i] = b[i] & c[i]
	}
	return r
}

func (b bitset) without(c bitset) bitset {
	r := make(bitset, len(b))
	for i := range b {
		r[i] = b[i] &^ c[i]
	}
	return r
}

// join adds the points of another set.
func (b bitset) join(c bitset) {
	for i := range b {
		b[i] |= c[i]
	}
}

// meets reports whether two sets have a point in common.
func (b bitset) meets(c bitset) bool {
	for i := range b {
		if b[i]&c[i] != 0 {
			return true
		}
	}
	return false
}

func (b bitset) within(c bitset) bool {
	for i := range b {
		if b[i]&^c[i] != 0 {
			return false
		}
	}
	return true
}

func (b bitset) empty() bool {
	for _, w := range b {
		if w != 0 {
			return false
		}
	}
	return true
}

func (b bitset) count() int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// first is the least point, or -1.
func (b bitset) first() int {
	for i, w := range b {
		if w != 0 {
			return i*64 + bits.TrailingZeros64(w)
		}
	}
	return -1
}

// last is the greatest point, or -1.
func (b bitset) last() int {
	for i := len(b) - 1; i >= 0; i-- {
		if b[i] != 0 {
			return i*64 + 63 - bits.LeadingZeros64(b[i])
		}
	}
	return -1
}

// all is an iterator over the points.
func (b bitset) all(yield func(int) bool) {
	for i, w := range b {
		for ; w != 0; w &= w - 1 {
			if !yield(i*64 + bits.TrailingZeros64(w)) {
				return
			}
		}
	}
}

func (b bitset) key() string {
	k := make([]byte, 0, 8*len(b))
	for _, w := range b {
		for i := range 8 {
			k = append(k, byte(w>>(8*i)))
		}
	}
	return string(k)
}
