package feature

import (
	"fmt"
	"slices"
	"strings"
)

// An Order is how the versions of one thing follow one another. Nil is the order of
// version numbers (see Compare), in which names that are no versions, such as dash
// and bash, have no place among themselves: they are newer than every number, and to
// ask which of two comes first is an error. A listed order has the places of a list,
// such as the commits of a branch.
type Order struct {
	listed []string
	place  map[string]int
}

// Listed returns the order of a list, the oldest first. What the list does not have
// has no place, but for the names that are added behind it.
func Listed(versions []string, behind ...string) (*Order, error) {
	o := &Order{place: map[string]int{}}
	for _, v := range versions {
		if _, twice := o.place[v]; twice {
			return nil, fmt.Errorf("%s stands there twice, so its place is not known", v)
		}
		o.add(v)
	}
	for _, v := range behind {
		if _, known := o.place[v]; !known {
			o.add(v)
		}
	}
	return o, nil
}

func (o *Order) add(v string) {
	o.place[v] = len(o.listed)
	o.listed = append(o.listed, v)
}

// Compare orders two versions, as the function of that name does.
func (o *Order) Compare(a, b string) (int, error) {
	switch {
	case o != nil:
		i, err := o.find(a)
		if err != nil {
			return 0, err
		}
		k, err := o.find(b)
		return i - k, err
	case a != b && isNamed(a) && isNamed(b) && family(a) != family(b):
		return 0, fmt.Errorf("%s and %s are names, which have no order: compare them with = or !=, or say order = \"list\" for their axis", a, b)
	}
	return Compare(a, b), nil
}

// Same reports whether two texts are one version.
func (o *Order) Same(a, b string) bool {
	if o == nil {
		return Compare(a, b) == 0
	}
	return o.full(a) == o.full(b)
}

// find returns the place of a version.
func (o *Order) find(v string) (int, error) {
	if i, ok := o.place[o.full(v)]; ok {
		return i, nil
	}
	return 0, fmt.Errorf("%s has no place in the list of versions", v)
}

// full returns the version of the list that an abbreviated commit stands for, and
// anything else as it is.
func (o *Order) full(v string) string {
	const shortest = 4
	if _, ok := o.place[v]; ok || len(v) < shortest || strings.Trim(v, "0123456789abcdef") != "" {
		return v
	}
	found := v
	for _, l := range o.listed {
		if strings.HasPrefix(l, v) {
			if found != v {
				return v // of two
			}
			found = l
		}
	}
	return found
}

// family is what names have in common that are ordered among themselves: go1.9 and
// go1.21 are. A name without a number is alone.
func family(name string) string {
	if i := strings.IndexAny(name, "0123456789"); i >= 0 {
		return name[:i] + "0"
	}
	return name
}

// Sorted returns versions in order, the oldest first, each once. Names follow the
// numbers in the order in which they were given, those of one family together.
// Numbers that compare equal are in the order of their text. In a listed order, what
// has no place comes last.
func (o *Order) Sorted(versions []string) []string {
	first := map[string]int{} // of each text, and of each family of names
	var sorted []string
	for i, v := range versions {
		if _, known := first[v]; known {
			continue
		}
		first[v] = i
		sorted = append(sorted, v)
		if _, known := first["\x00"+family(v)]; !known {
			first["\x00"+family(v)] = i
		}
	}
	slices.SortStableFunc(sorted, func(a, b string) int {
		if o != nil {
			return o.rank(a) - o.rank(b)
		}
		if isNamed(a) && isNamed(b) && family(a) != family(b) {
			return first["\x00"+family(a)] - first["\x00"+family(b)]
		}
		if c := Compare(a, b); c != 0 {
			return c
		}
		return strings.Compare(a, b)
	})
	return sorted
}

func (o *Order) rank(v string) int {
	if i, err := o.find(v); err == nil {
		return i
	}
	return len(o.listed)
}

// Sorted returns versions in the order of their numbers; see [Order.Sorted].
func Sorted(versions []string) []string { return (*Order)(nil).Sorted(versions) }

// compares reports whether a version is to another as an operator says.
func (o *Order) compares(a, op, b string) (bool, error) {
	switch op {
	case "=":
		return o.Same(a, b), nil
	case "!=":
		return !o.Same(a, b), nil
	}
	c, err := o.Compare(a, b)
	switch op {
	case "<":
		return c < 0, err
	case "<=":
		return c <= 0, err
	case ">":
		return c > 0, err
	}
	return c >= 0, err
}
