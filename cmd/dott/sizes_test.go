package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// What fits into a head. Files and packages are counted in lines without tests, types
// in methods and in the fields that they reach by embedding.
const (
	fileLines    = 400
	packageLines = 3000
	typeMethods  = 15
	typeFields   = 15
)

// TestSizes holds files, packages and types to a size. Methods count in all files of a
// package, whatever system they are for, whether they are exported or not.
func TestSizes(t *testing.T) {
	types := map[string]*sized{}
	lines := map[string]int{}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if base := entry.Name(); entry.IsDir() {
			if name != root && (strings.HasPrefix(base, ".") || base == "testdata" || base == "examples") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		relative = filepath.ToSlash(relative)
		long := bytes.Count(content, []byte("\n"))
		if long > fileLines {
			t.Errorf("%s has %d lines; at most %d", relative, long, fileLines)
		}
		lines[path.Dir(relative)] += long
		return measure(types, relative, content)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		if lines[name] > packageLines {
			t.Errorf("package %s has %d lines; at most %d", name, lines[name], packageLines)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(types)) {
		if n := len(types[name].methods); n > typeMethods {
			t.Errorf("%s has %d methods; at most %d", name, n, typeMethods)
		}
		if n := reached(types, name); n > typeFields {
			t.Errorf("%s reaches %d fields by embedding; at most %d", name, n, typeFields)
		}
	}
}

// TestMeasure counts what is hard to count: methods of several files and systems, and
// fields behind embedded types of other packages.
func TestMeasure(t *testing.T) {
	types := map[string]*sized{}
	for name, content := range map[string]string{
		"a/a_linux.go":   "package a\nfunc (s *S[T]) one() {}\nfunc (S[T]) two() {}\nfunc (s S[T]) three() {}",
		"a/a_windows.go": "package a\nfunc (s *S[T]) one() {}",
		"a/a.go":         "package a\nimport other \"dott/b\"\nimport \"sync\"\ntype S[T any] struct { x, y int; *other.B; sync.Mutex; Alias }\ntype Alias = int",
		"b/b.go":         "package b\ntype B struct { p, q, r int; c }\ntype c struct { z struct { inner int } }",
	} {
		if err := measure(types, name, []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	got := fmt.Sprint(len(types["a.S"].methods), reached(types, "a.S"), reached(types, "b.B"), reached(types, "b.c"))
	if want := "3 5 1 0"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// sized is what counts of a type.
type sized struct {
	methods  map[string]bool
	fields   int
	embedded []string // the types that it embeds, named as the map is keyed
}

// measure adds the types and methods of a file to types, which has them by the
// directory of their package, a point and their name.
func measure(types map[string]*sized, name string, content []byte) error {
	file, err := parser.ParseFile(token.NewFileSet(), name, content, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	dir := path.Dir(name)
	of := func(name string) *sized {
		key := dir + "." + name
		if types[key] == nil {
			types[key] = &sized{methods: map[string]bool{}}
		}
		return types[key]
	}
	imports := map[string]string{}
	for _, spec := range file.Imports {
		full, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		local := path.Base(full)
		if spec.Name != nil {
			local = spec.Name.Name
		}
		imports[local] = strings.TrimPrefix(full, "dott/")
	}
	for _, decl := range file.Decls {
		if method, ok := decl.(*ast.FuncDecl); ok && method.Recv != nil {
			if _, name := named(method.Recv.List[0].Type); name != "" {
				of(name).methods[method.Name.Name] = true
			}
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.TypeSpec)
		if !ok {
			return true
		}
		structure, ok := spec.Type.(*ast.StructType)
		if !ok {
			return true
		}
		one := of(spec.Name.Name)
		for _, field := range structure.Fields.List {
			one.fields += max(1, len(field.Names))
			if len(field.Names) > 0 {
				continue
			}
			if qualifier, name := named(field.Type); qualifier == "" {
				one.embedded = append(one.embedded, dir+"."+name)
			} else {
				one.embedded = append(one.embedded, imports[qualifier]+"."+name)
			}
		}
		return true
	})
	return nil
}

// named returns the package and the name of a type, without its pointer and its
// type arguments.
func named(expr ast.Expr) (qualifier, name string) {
	switch expr := expr.(type) {
	case *ast.StarExpr:
		return named(expr.X)
	case *ast.IndexExpr:
		return named(expr.X)
	case *ast.IndexListExpr:
		return named(expr.X)
	case *ast.SelectorExpr:
		if qualifier, ok := expr.X.(*ast.Ident); ok {
			return qualifier.Name, expr.Sel.Name
		}
	case *ast.Ident:
		return "", expr.Name
	}
	return "", ""
}

// reached counts the fields that a type reaches by embedding other structs of ours.
func reached(types map[string]*sized, name string) int {
	n := 0
	if one := types[name]; one != nil {
		for _, embedded := range one.embedded {
			if types[embedded] != nil {
				n += types[embedded].fields + reached(types, embedded)
			}
		}
	}
	return n
}
