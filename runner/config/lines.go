package config

import (
	"strconv"

	"github.com/pelletier/go-toml/v2/unstable"
)

// index finds the lines of all keys and list items of a document that is known
// to be valid, by the ids of their places. go-toml tells the lines of faults that
// it finds, but not of values that we find fault with.
func index(doc []byte) map[string]int {
	x := indexer{lines: map[string]int{}, items: map[string]int{}, at: 1}
	x.parser.Reset(doc)
	table := ""
	for x.parser.NextExpression() {
		e := x.parser.Expression()
		switch e.Kind {
		case unstable.Table:
			table = x.keys("", e.Key())
		case unstable.ArrayTable:
			table = x.item(x.keys("", e.Key()))
		case unstable.KeyValue:
			x.keyValue(table, e)
		}
	}
	return x.lines
}

type indexer struct {
	parser unstable.Parser
	lines  map[string]int
	items  map[string]int // how many tables an array has, by the array's id
	offset int            // up to here, lines are counted
	at     int
}

// line is the line of a node; nodes are asked for in the order of the document.
func (x *indexer) line(n *unstable.Node) int {
	if n.Raw.Length > 0 {
		for _, c := range x.parser.Data()[x.offset:max(x.offset, int(n.Raw.Offset))] {
			if c == '\n' {
				x.at++
			}
		}
		x.offset = max(x.offset, int(n.Raw.Offset))
	}
	return x.at
}

// keys notes the lines of a dotted key below id and returns the id of its end.
func (x *indexer) keys(id string, keys unstable.Iterator) string {
	for keys.Next() {
		if n := x.items[id]; n > 0 {
			id += idSep + strconv.Itoa(n-1) // an array of tables: what follows is in the last of them
		}
		id += idSep + string(keys.Node().Data)
		if line := x.line(keys.Node()); x.lines[id] == 0 {
			x.lines[id] = line
		}
	}
	return id
}

// item notes the line of one more table in an array.
func (x *indexer) item(array string) string {
	n := x.items[array]
	x.items[array] = n + 1
	id := array + idSep + strconv.Itoa(n)
	x.lines[id] = x.at
	return id
}

func (x *indexer) keyValue(table string, e *unstable.Node) {
	id := x.keys(table, e.Key())
	x.value(id, e.Value())
}

func (x *indexer) value(id string, v *unstable.Node) {
	switch v.Kind {
	case unstable.InlineTable:
		for c := v.Children(); c.Next(); {
			x.keyValue(id, c.Node())
		}
	case unstable.Array:
		n := 0
		for c := v.Children(); c.Next(); n++ {
			item := id + idSep + strconv.Itoa(n)
			x.lines[item] = x.line(c.Node())
			x.value(item, c.Node())
		}
	}
}
