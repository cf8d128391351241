package main

import _ "embed" // the help of verbs

// The help of the verbs that have options of their own.
var (
	//go:embed help/accept.txt
	acceptHelp string
	//go:embed help/fmt.txt
	fmtHelp string
	//go:embed help/history.txt
	historyHelp string
	//go:embed help/completion.txt
	completionHelp string
	//go:embed help/help.txt
	helpHelp string
	//go:embed help/import.txt
	importHelp string
	//go:embed help/record.txt
	recordHelp string
	//go:embed help/repro.txt
	reproHelp string
	//go:embed help/shell.txt
	shellHelp string
	//go:embed help/lint.txt
	lintHelp string
	//go:embed help/lsp.txt
	lspHelp string
	//go:embed help/reject.txt
	rejectHelp string
	//go:embed help/review.txt
	reviewHelp string
	//go:embed help/report.txt
	reportHelp string
	//go:embed help/matrix.txt
	matrixHelp string
	//go:embed help/new.txt
	newHelp string
	//go:embed help/services.txt
	servicesHelp string
	//go:embed help/init.txt
	initHelp string
	//go:embed help/cram.txt
	cramHelp string
)
