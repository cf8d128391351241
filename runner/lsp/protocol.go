package lsp

// These are the few types of the protocol's many that we use, with the names and the
// fields that its specification (3.17) has. go.lsp.dev/protocol has all of them, and had
// its last release in 2022.

type position struct {
	Line      int `json:"line"`
	Character int `json:"character"` // in UTF-16 code units
}

type textRange struct {
	Start position `json:"start"`
	End   position `json:"end"`
}

type textEdit struct {
	Range   textRange `json:"range"`
	NewText string    `json:"newText"`
}

type workspaceEdit struct {
	Changes map[string][]textEdit `json:"changes"`
}

type diagnostic struct {
	Range    textRange `json:"range"`
	Severity int       `json:"severity"`
	Code     string    `json:"code"`
	Source   string    `json:"source"`
	Message  string    `json:"message"`
}

// Severities of a diagnostic.
const (
	isError       = 1
	isWarning     = 2
	isInformation = 3
)

type publishDiagnostics struct {
	URI         string       `json:"uri"`
	Version     int          `json:"version,omitempty"`
	Diagnostics []diagnostic `json:"diagnostics"`
}

type documentID struct {
	URI     string `json:"uri"`
	Version int    `json:"version"`
}

type documentItem struct {
	URI     string `json:"uri"`
	Version int    `json:"version"`
	Text    string `json:"text"`
}

// params are the parameters of all requests about a document; each has some of them.
type params struct {
	Document       documentID      `json:"textDocument"`
	Position       position        `json:"position"`
	Range          textRange       `json:"range"`
	ContentChanges []contentChange `json:"contentChanges"`
	Context        actionContext   `json:"context"`
}

// actionContext is what a client says besides where it wants actions.
type actionContext struct {
	Only []string `json:"only"`
}

type contentChange struct {
	Range *textRange `json:"range"` // nil is all of the document
	Text  string     `json:"text"`
}

type codeAction struct {
	Title       string         `json:"title"`
	Kind        string         `json:"kind"`
	Edit        *workspaceEdit `json:"edit,omitempty"`
	Command     *command       `json:"command,omitempty"`
	IsPreferred bool           `json:"isPreferred,omitempty"`
}

type command struct {
	Title     string `json:"title"`
	Command   string `json:"command"`
	Arguments []any  `json:"arguments,omitempty"`
}

type codeLens struct {
	Range   textRange `json:"range"`
	Command command   `json:"command"`
}

type hover struct {
	Contents markup    `json:"contents"`
	Range    textRange `json:"range"`
}

type markup struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

type completionItem struct {
	Label         string    `json:"label"`
	Kind          int       `json:"kind"`
	Detail        string    `json:"detail,omitempty"`
	Documentation string    `json:"documentation,omitempty"`
	TextEdit      *textEdit `json:"textEdit,omitempty"`
}

// Kinds of completion items.
const (
	isKeyword  = 14
	isValue    = 12
	isModule   = 9
	isOperator = 24
)

type foldingRange struct {
	StartLine int    `json:"startLine"`
	EndLine   int    `json:"endLine"`
	Kind      string `json:"kind,omitempty"`
}

type documentSymbol struct {
	Name           string    `json:"name"`
	Detail         string    `json:"detail,omitempty"`
	Kind           int       `json:"kind"`
	Range          textRange `json:"range"`
	SelectionRange textRange `json:"selectionRange"`
}

type showMessage struct {
	Type    int    `json:"type"`
	Message string `json:"message"`
}
