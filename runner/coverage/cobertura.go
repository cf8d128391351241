package coverage

import (
	"encoding/xml"
	"io"
	"path"
	"strconv"
	"time"
)

// The elements of a Cobertura report, as far as services read them; the document
// type that they name is coverage-04.dtd. Each folder is a package, each file a
// class of it.
type (
	cobertura struct {
		XMLName  xml.Name           `xml:"coverage"`
		Rate     string             `xml:"line-rate,attr"`
		Branch   string             `xml:"branch-rate,attr"`
		Covered  int                `xml:"lines-covered,attr"`
		Valid    int                `xml:"lines-valid,attr"`
		BCovered int                `xml:"branches-covered,attr"`
		BValid   int                `xml:"branches-valid,attr"`
		Complex  string             `xml:"complexity,attr"`
		Version  string             `xml:"version,attr"`
		Stamp    int64              `xml:"timestamp,attr"`
		Sources  []string           `xml:"sources>source"`
		Packages []coberturaPackage `xml:"packages>package"`
	}
	coberturaPackage struct {
		Name    string           `xml:"name,attr"`
		Rate    string           `xml:"line-rate,attr"`
		Branch  string           `xml:"branch-rate,attr"`
		Complex string           `xml:"complexity,attr"`
		Classes []coberturaClass `xml:"classes>class"`

		covered, all int
	}
	coberturaClass struct {
		Name    string          `xml:"name,attr"`
		File    string          `xml:"filename,attr"`
		Rate    string          `xml:"line-rate,attr"`
		Branch  string          `xml:"branch-rate,attr"`
		Complex string          `xml:"complexity,attr"`
		Methods struct{}        `xml:"methods"`
		Lines   []coberturaLine `xml:"lines>line"`
	}
	coberturaLine struct {
		Number int   `xml:"number,attr"`
		Hits   int64 `xml:"hits,attr"`
	}
)

const coberturaHead = xml.Header + `<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">` + "\n"

// writeCobertura writes a profile whose relative names begin in root.
func writeCobertura(w io.Writer, p Profile, root string, now time.Time) error {
	covered, all := p.Count()
	doc := cobertura{
		Rate: rate(covered, all), Branch: "0", Complex: "0", Covered: covered, Valid: all, Version: "dott",
		Stamp: now.UnixMilli(), Sources: []string{root},
	}
	at := map[string]int{}
	for _, file := range p.files() {
		covered, all := p[file].Count()
		class := coberturaClass{Name: path.Base(file), File: file, Rate: rate(covered, all), Branch: "0", Complex: "0"}
		for _, n := range p[file].numbers() {
			class.Lines = append(class.Lines, coberturaLine{n, p[file][n]})
		}
		dir := path.Dir(file)
		i, ok := at[dir]
		if !ok {
			i = len(doc.Packages)
			at[dir] = i
			doc.Packages = append(doc.Packages, coberturaPackage{Name: dir, Branch: "0", Complex: "0"})
		}
		pkg := &doc.Packages[i]
		pkg.covered, pkg.all = pkg.covered+covered, pkg.all+all
		pkg.Rate = rate(pkg.covered, pkg.all)
		pkg.Classes = append(pkg.Classes, class)
	}
	if _, err := io.WriteString(w, coberturaHead); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", " ")
	if err := e.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func rate(covered, all int) string {
	if all == 0 {
		return "1"
	}
	return strconv.FormatFloat(float64(covered)/float64(all), 'f', 4, 64)
}
