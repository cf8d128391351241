package lint

import (
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"dott/matcher/lint"
)

// SARIF 2.1.0 is what code scanning takes. These types are the few of its objects that
// findings need; the libraries for it bring a validator along, so only the test uses one.

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool       sarifTool     `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"semanticVersion,omitempty"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID      string       `json:"id"`
	Short   sarifMessage `json:"shortDescription"`
	Default sarifLevel   `json:"defaultConfiguration"`
}

type sarifLevel struct {
	Level lint.Severity `json:"level"`
}

type sarifMessage struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     lint.Severity   `json:"level"`
	Message   sarifMessage    `json:"message"`
	Locations []sarifLocation `json:"locations"`
}

type sarifLocation struct {
	Physical sarifPhysical `json:"physicalLocation"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   sarifRegion   `json:"region"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
	EndColumn   int `json:"endColumn,omitempty"`
}

// WriteSARIF prints all findings as one log.
func WriteSARIF(w io.Writer, files []File) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver.Name = "dott"
	index := map[string]int{}
	for i, r := range lint.Rules() {
		index[r.Name] = i
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{r.Name, sarifMessage{r.Summary}, sarifLevel{r.Severity}})
	}
	for i := range files {
		f := &files[i]
		for k := range f.Findings {
			found := &f.Findings[k]
			region := sarifRegion{StartLine: found.Line + 1, StartColumn: column(f, found)}
			if found.End > found.Start {
				end := *found
				end.Start = found.End
				region.EndColumn = column(f, &end)
			}
			run.Results = append(run.Results, sarifResult{
				RuleID: found.Rule, RuleIndex: index[found.Rule], Level: found.Severity, Message: sarifMessage{strings.ToValidUTF8(found.Message, "\uFFFD")},
				Locations: []sarifLocation{{sarifPhysical{sarifArtifact{uriOf(f.Name)}, region}}},
			})
		}
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	return enc.Encode(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

// uriOf returns a file's name as a URI, which is relative where the name is.
func uriOf(name string) string {
	u := url.URL{Path: filepath.ToSlash(name)}
	if filepath.IsAbs(name) {
		u.Scheme = "file"
	}
	return u.String()
}
