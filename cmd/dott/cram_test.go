package main

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dott/runner/tooltest"
)

// Cram is the oracle: the same files go through cram3 and through dott, and the
// verdicts, what is printed and what is left in .err files are compared. Where
// dott differs on purpose, the case says why, and the test fails when it no
// longer differs.

// A cramCase is one transcript. Both programs have the same verdict and print
// the same, unless why is set.
type cramCase struct {
	name  string
	text  string
	want  string   // dott's verdict: pass, fail or skip
	cram  string   // cram's, where it is another; crash: a Python traceback
	why   string   // the reason for any difference in verdict, report or .err
	stuck bool     // for the same reason dott's .err file does not pass under both
	args  []string // with arguments, the case has a run of its own
}

// The reasons for what differs on purpose.
const (
	whyAlternation  = "an alternation is grouped: it must match the whole line"
	whyCRLF         = "a file with CRLF is run as with LF and written with CRLF"
	whyCode         = "output that reads as code is written so that it does not run the next time"
	whyDirective    = "directives and inline code are comments and output to cram"
	whyCharacters   = "a pattern is compared with the raw output too, in characters"
	whyComments     = "each block is matched by itself, wherever comments stand in it"
	whyCrash        = "cram ends with a Python traceback"
	whyDirectories  = "CRAMTMP belongs to one file, has HOME in it, and is shown as a variable"
	whyEarly        = "what was not run is kept, and it is said where the shell ended"
	whyEnvironment  = "HOME is private, TESTTMP and TERM are set"
	whyFault        = "an invalid regular expression is an error"
	whyFewest       = "the fewest lines are changed, and a pattern that still matches is kept"
	whyFinalNewline = "a file without a final newline keeps it so"
	whyIndent       = "cram matches a pattern together with its indent"
	whyLastByte     = "where the shell ended early, cram takes away the last byte of the output and has no status"
	whyMarkers      = "the blocks are matched in the order of the file"
	whyPerl         = "regular expressions are Perl's, not Python's"
	whyReturns      = "output with lone returns may also be matched as one line"
	whyScript       = "the script is a file, not stdin"
	whySeen         = "a test passes when its last marker was seen, or its last command has an exit"
	whySuffix       = "the suffix is known to dott only"
	whyTraces       = "markers are not part of the output"
	whyUTF8         = "printable UTF-8 is written as it is"
)

var cramCases = []cramCase{
	// The lines of a file.
	{name: "output", want: "pass", text: "Comment.\n\n  $ echo hi\n  hi\n"},
	{name: "wrong output", want: "fail", text: "  $ echo hi\n  ho\n"},
	{name: "missing output", want: "fail", text: "  $ true\n  ho\n"},
	{name: "new output", want: "fail", text: "  $ echo hi\n"},
	{name: "empty file", want: "skip", text: ""},
	{name: "comments only", want: "pass", text: "Comment.\n\n more\n"},
	{name: "one newline", want: "pass", text: "\n"},
	{name: "output before the first command", want: "fail", text: "  hi\n  $ true\n"},
	{name: "expected line and no command", want: "fail", text: "Comment.\n  hi\n"},
	{name: "continuation", want: "pass", text: "  $ for i in 1 2\n  > do echo $i\n  > done\n  1\n  2\n"},
	{name: "continuation before a command", want: "pass", text: "  > x=1\n  $ echo $x\n  1\n"},
	{name: "continuation alone", want: "pass", text: "  > x=1\n"},
	{name: "continuation with output", want: "pass", cram: "fail", text: "  > echo hi\n  hi\n  $ true\n", why: whyComments},
	{name: "continuation behind a comment", want: "pass", cram: "fail", text: "  $ echo a; \\\nComment.\n  > echo b\n  a\n  b\n", why: whyComments},
	{name: "continuation behind output", want: "pass", cram: "fail", text: "  $ echo a\n  a\n  > echo b\n  b\n", why: whyComments},
	{name: "comment among output", want: "pass", cram: "fail", text: "  $ echo a; echo b\n  a\nComment.\n  b\n", why: whyComments},
	{name: "comment behind output", want: "pass", text: "  $ echo a\n  a\nComment.\n  $ echo b\n  b\n"},
	{name: "here document", want: "pass", text: "  $ cat <<EOF\n  > a $((1 + 1))\n  >   b\n  > EOF\n  a 2\n    b\n"},
	{name: "here document, quoted", want: "pass", text: "  $ cat <<'EOF'\n  > <$ 5> `x` \\\n  > EOF\n  <$ 5> `x` \\\n"},
	{name: "here document into a file", want: "pass", text: "  $ cat > f <<EOF\n  > a\n  > \n  > b\n  > EOF\n  $ cat f\n  a\n  \n  b\n"},
	{name: "command without a blank", want: "fail", text: "  $\n  $ echo hi\n  hi\n"},
	{name: "sign without a blank", want: "fail", text: "  $echo hi\n  >x\n  $ true\n"},
	{name: "empty command", want: "pass", text: "  $ \n  $ echo hi\n  hi\n"},
	{name: "deeper indent", want: "fail", text: "   $ echo hi\n  $ echo '   hi'\n     hi\n"},
	{name: "shallow indent", want: "pass", text: " $ echo hi\n hi\n"},
	{name: "tab indent", want: "pass", text: "\t$ echo hi\n\thi\n"},
	{name: "no final newline", want: "pass", text: "  $ echo hi\n  hi"},
	{name: "no final newline, a command", want: "pass", text: "  $ true"},
	{name: "no final newline, a comment", want: "pass", text: "  $ true\nbye"},
	{name: "no final newline, wrong", want: "fail", text: "  $ echo hi\n  ho", why: whyFinalNewline},
	{name: "blank line of output", want: "pass", text: "  $ echo a; echo; echo b\n  a\n  \n  b\n"},
	{name: "trailing blanks", want: "pass", text: "  $ echo 'a  '\n  a  \n"},
	{name: "trailing blanks missing", want: "fail", text: "  $ echo 'a  '\n  a\n"},
	{name: "indent 4", want: "pass", args: []string{"--indent", "4"}, text: "  $ no\n    $ echo hi\n    hi\n"},
	{name: "indent 4, wrong", want: "fail", args: []string{"--indent", "4"}, text: "    $ echo hi\n    > echo ho\n    ha\n"},
	{name: "indent 1", want: "pass", args: []string{"--indent", "1"}, text: " $ echo hi\n hi\n"},
	{name: "comment like #if", want: "fail", cram: "pass", text: "#if windows\n  $ true\n", why: whyDirective},
	{name: "comment like #timeout", want: "pass", text: "#timeout is a command\n  $ true\n"},
	{name: "heading", want: "pass", text: "# Title\n#\n#iffy\n  $ true\n"},
	{name: "output like inline code", want: "fail", cram: "pass", text: "  $ echo '>>> x'\n  >>> x\n", why: whyDirective, stuck: true},
	{name: "output like a command, new", want: "fail", text: "  $ echo '$ echo x'\n", why: whyCode},
	{name: "output like a continuation, new", want: "fail", text: "  $ printf '> \\\\x\\n'\n", why: whyCode},
	{name: "output like a command with a tab, new", want: "fail", text: "  $ printf '$ a\\t\\n'\n", why: whyCode},
	{name: "output like a command, escaped", want: "pass", text: "  $ echo '$ 5'\n  \\x24 5 (esc)\n"},
	{name: "CRLF", want: "pass", text: "a\r\n  $ echo hi\r\n  hi\r\n"},
	{name: "CRLF and no arguments", want: "pass", cram: "fail", text: "  $ true\r\n", why: whyCRLF},
	{name: "CRLF, wrong", want: "fail", text: "  $ echo hi\r\n  ho\r\n", why: whyCRLF},
	{name: "return in a command", want: "pass", text: "  $ printf '<\r>' | wc -c | tr -d ' '\n  3\n"},
	{name: "CRLF in one line", want: "fail", text: "a\r\n  $ echo hi\r\n  hi\n"},
	{name: "CRLF comments", want: "pass", text: "a\r\nb\r\n"},
	{name: "unusual bytes in comments", want: "pass", text: "a\x00\xff\r\f\v\x85\u2028é\n  $ echo hi\n  hi\n"},
	{name: "form feed in a command", want: "pass", text: "  $ echo 'a\fb'\n  a\\x0cb (esc)\n"},

	// Escaping.
	{name: "esc", want: "pass", text: "  $ printf 'a\\tb\\001\\n'\n  a\\tb\\x01 (esc)\n"},
	{name: "esc, octal", want: "pass", text: "  $ printf '\\001\\n'\n  \\001 (esc)\n"},
	{name: "esc, one octal digit", want: "pass", text: "  $ printf '\\001x\\n'\n  \\1x (esc)\n"},
	{name: "esc, all names", want: "pass", text: "  $ printf '\\a\\b\\f\\t\\v\\033\\r\\n'\n  \\a\\b\\f\\t\\v\\x1b\\r (esc)\n"},
	{name: "esc, capital digits", want: "pass", text: "  $ printf '\\033\\n'\n  \\x1B (esc)\n"},
	{name: "esc, quotes", want: "pass", text: "  $ echo \"'\"'\"'\n  \\'\\\" (esc)\n"},
	{name: "esc, unknown escape", want: "pass", text: "  $ printf '%s\\n' 'a\\q'\n  a\\q (esc)\n"},
	{name: "esc, escaped twice", want: "pass", text: "  $ printf 'a\\t\\n'\n  a\\\\t (esc) (esc)\n"},
	{name: "esc, nothing to escape", want: "pass", text: "  $ echo hi\n  hi (esc)\n"},
	{name: "esc, backslash", want: "pass", text: "  $ printf '%s\\n' 'a\\b'\n  a\\\\b (esc)\n"},
	{name: "esc, invalid", want: "fail", cram: "crash", text: "  $ echo x\n  \\xg (esc)\n", why: whyCrash},
	{name: "esc, final backslash", want: "fail", cram: "crash", text: "  $ echo x\n  \\ (esc)\n", why: whyCrash},
	{name: "esc, invalid but literal", want: "pass", text: "  $ printf '%s\\n' '\\xg (esc)'\n  \\xg (esc)\n"},
	{name: "raw tab", want: "pass", text: "  $ printf 'a\\tb\\n'\n  a\tb\n"},
	{name: "new tab", want: "fail", text: "  $ printf 'a\\tb\\n'\n"},
	{name: "UTF-8, raw", want: "pass", text: "  $ echo ä…\n  ä…\n"},
	{name: "UTF-8, escaped", want: "pass", text: "  $ echo ä\n  \\xc3\\xa4 (esc)\n"},
	{name: "UTF-8, half escaped", want: "pass", text: "  $ echo äö\n  ä\\xc3\\xb6 (esc)\n"},
	{name: "UTF-8, new", want: "fail", text: "  $ echo ä\n", why: whyUTF8},
	{name: "UTF-8 and tab, new", want: "fail", text: "  $ printf 'ä\\t\\n'\n", why: whyUTF8},
	{name: "unprintable character, new", want: "fail", text: "  $ printf '\\342\\200\\213\\n'\n"},
	{name: "invalid UTF-8", want: "pass", text: "  $ printf '\\377a\\n'\n  \\xffa (esc)\n"},
	{name: "invalid UTF-8, raw", want: "pass", text: "  $ printf '\\377a\\n'\n  \xffa\n"},
	{name: "invalid UTF-8, new", want: "fail", text: "  $ printf '\\377a\\n'\n"},
	{name: "NUL", want: "pass", text: "  $ printf 'a\\000b\\n'\n  a\\x00b (esc)\n"},
	{name: "NUL, raw", want: "pass", text: "  $ printf 'a\\000b\\n'\n  a\x00b\n"},
	{name: "backslash with a control character, new", want: "fail", text: "  $ printf 'a\\\\\\001\\n'\n"},
	{name: "DEL", want: "pass", text: "  $ printf '\\177\\n'\n  \\x7f (esc)\n"},
	{name: "CRLF output", want: "pass", text: "  $ printf 'a\\r\\nb\\r\\n'\n  a\\r (esc)\n  b\\r (esc)\n"},
	{name: "CRLF output, new", want: "fail", text: "  $ printf 'a\\r\\nb\\r\\n'\n"},
	{name: "lone return", want: "pass", text: "  $ printf 'a\\rb\\n'\n  a\\r (no-eol) (esc)\n  b\n"},
	{name: "lone return, in one line", want: "pass", cram: "fail", text: "  $ printf 'a\\rb\\n'\n  a\\rb (esc)\n", why: whyReturns},
	{name: "lone return, new", want: "fail", text: "  $ printf '1\\r2\\r3\\n'\n"},
	{name: "lone return at the end", want: "pass", text: "  $ printf 'a\\r'\n  a\\r (no-eol) (esc)\n"},
	{name: "two returns", want: "pass", text: "  $ printf 'a\\r\\r\\nb\\n'\n  a\\r (no-eol) (esc)\n  \\r (esc)\n  b\n"},
	{name: "returns and CRLF", want: "pass", text: "  $ printf 'a\\rb\\r\\nc\\r'; false\n  a\\r (no-eol) (esc)\n  b\\r (esc)\n  c\\r (no-eol) (esc)\n  [1]\n"},
	{name: "a return first", want: "pass", text: "  $ printf '\\rb\\n'\n  \\r (no-eol) (esc)\n  b\n"},
	{name: "returns, one line wrong", want: "fail", text: "  $ printf 'a\\rb\\rc\\n'\n  a\\r (no-eol) (esc)\n  x\\r (no-eol) (esc)\n  c\n"},
	{name: "other line ends", want: "pass", text: "  $ printf 'a\\013b\\014c\\034d\\302\\205e\\342\\200\\250f\\n'\n  a\\x0bb\\x0cc\\x1cd\\xc2\\x85e\\xe2\\x80\\xa8f (esc)\n"},
	{name: "printed suffix esc", want: "pass", text: "  $ echo 'a (esc)'\n  a (esc)\n"},
	{name: "printed suffix esc, escaped", want: "pass", text: "  $ printf 'a\\t (esc)\\n'\n  a\\t (esc) (esc)\n"},
	{name: "printed suffix esc, new", want: "fail", text: "  $ printf 'a\\t (esc)\\nb (esc)\\n'\n"},
	{name: "printed escapes for the real thing", want: "fail", cram: "pass", text: "  $ printf '%s\\n' 'a\\t (esc)'\n  a\t\n", why: "cram takes printed escapes for what they stand for"},

	// (no-eol)
	{name: "no-eol", want: "pass", text: "  $ printf a\n  a (no-eol)\n"},
	{name: "no-eol missing", want: "fail", text: "  $ printf a\n  a\n"},
	{name: "no-eol too much", want: "fail", text: "  $ echo a\n  a (no-eol)\n"},
	{name: "no-eol printed", want: "pass", text: "  $ echo 'a (no-eol)'\n  a (no-eol)\n"},
	{name: "no-eol printed with a tab", want: "pass", text: "  $ printf 'a\\t (no-eol)\\n'\n  a\\t (no-eol) (esc)\n"},
	{name: "no-eol escaped", want: "pass", text: "  $ printf 'a\\t'\n  a\\t (no-eol) (esc)\n"},
	{name: "no-eol behind esc", want: "pass", cram: "fail", text: "  $ printf 'a\\t'\n  a\\t (esc) (no-eol)\n", why: whySuffix},
	{name: "no-eol, empty line behind", want: "pass", text: "  $ printf 'a\\nb'\n  a\n  b (no-eol)\n  $ echo c\n  c\n"},
	{name: "no-eol and status", want: "pass", text: "  $ printf a; false\n  a (no-eol)\n  [1]\n"},
	{name: "no-eol and glob", want: "pass", text: "  $ printf abc\n  a* (glob)\n"},
	{name: "no-eol in a glob", want: "pass", text: "  $ printf abc\n  a* (no-eol) (glob)\n"},
	{name: "no-eol in a re", want: "pass", text: "  $ printf abc\n  a.* \\(no-eol\\) (re)\n"},
	{name: "no-eol behind a glob", want: "pass", cram: "fail", text: "  $ printf abc\n  a* (glob) (no-eol)\n", why: whySuffix},

	// Exit status.
	{name: "status", want: "pass", text: "  $ (exit 3)\n  [3]\n"},
	{name: "status missing", want: "fail", text: "  $ false\n"},
	{name: "status too much", want: "fail", text: "  $ true\n  [1]\n"},
	{name: "status wrong", want: "fail", text: "  $ (exit 4)\n  [3]\n  $ (exit 255)\n  [255]\n"},
	{name: "status printed", want: "pass", text: "  $ echo '[1]'\n  [1]\n"},
	{name: "status as glob", want: "pass", text: "  $ (exit 3)\n  [*] (glob)\n"},
	{name: "status as re", want: "pass", text: "  $ (exit 3)\n  \\[\\d\\] (re)\n"},
	{name: "status behind a comment", want: "pass", cram: "fail", text: "  $ echo a; false\n  a\nComment.\n  [1]\n", why: whyComments},
	{name: "status and a blank line", want: "pass", cram: "fail", text: "  $ false\n\n  [1]\n", why: whyComments},
	{name: "status of the last command", want: "pass", text: "  $ false\n  [1]\n  $ echo $?\n  0\n"},
	{name: "status of a missing command", want: "pass", text: "  $ no-such-command\n  */sh: ?: no-such-command: not found (glob)\n  [127]\n"},
	{name: "status of a subshell that was killed", want: "pass", text: "  $ sh -c 'kill -9 $$' 2>/dev/null\n  [137]\n"},

	// Globs.
	{name: "glob", want: "pass", text: "  $ echo abcd\n  a?c* (glob)\n"},
	{name: "glob at both ends", want: "pass", text: "  $ echo abcd\n  *bc* (glob)\n"},
	{name: "glob, only a star", want: "pass", text: "  $ echo abcd; echo\n  * (glob)\n  * (glob)\n"},
	{name: "glob, only a question mark", want: "fail", text: "  $ echo ab\n  ? (glob)\n"},
	{name: "glob, escapes", want: "pass", text: "  $ printf '%s\\n' 'a*?\\b'\n  a\\*\\?\\\\? (glob)\n"},
	{name: "glob, escaped star", want: "fail", text: "  $ echo ab\n  a\\* (glob)\n"},
	{name: "glob, other backslash", want: "pass", text: "  $ printf '%s\\n' 'a\\bc'\n  a\\b* (glob)\n"},
	{name: "glob, special to re", want: "pass", text: "  $ echo 'a.(b)[c]{1}+^$|-x'\n  a.(b)[c]{1}+^$|-? (glob)\n"},
	{name: "glob, brackets are no class", want: "fail", text: "  $ echo a\n  [ab] (glob)\n"},
	{name: "glob, two stars", want: "pass", text: "  $ echo abc\n  a**c** (glob)\n"},
	{name: "glob over a return", want: "pass", text: "  $ printf 'a\\tb\\r\\n'\n  a* (glob)\n"},
	{name: "glob against the escaped form", want: "pass", text: "  $ printf 'a\\tb\\n'\n  a\\\\tb (esc) (glob)\n"},
	{name: "glob for one escaped character", want: "pass", cram: "fail", text: "  $ printf 'a\\tb\\n'\n  a?b (glob)\n", why: whyCharacters},
	{name: "glob for a UTF-8 character", want: "pass", cram: "fail", text: "  $ echo aäb\n  a?b (glob)\n", why: whyCharacters},
	{name: "glob beside UTF-8", want: "pass", cram: "fail", text: "  $ echo ä1\n  ä? (glob)\n", why: whyCharacters},
	{name: "glob, UTF-8 under the star", want: "pass", text: "  $ echo aäb\n  a*b* (glob)\n"},
	{name: "glob over blanks", want: "pass", text: "  $ echo 'a b '\n  a* (glob)\n"},
	{name: "glob, printed", want: "pass", text: "  $ echo 'a? (glob)'\n  a? (glob)\n"},
	{name: "glob in a comment", want: "pass", text: "a* (glob)\n  $ true\n"},
	{name: "glob with blanks behind", want: "fail", text: "  $ echo abc\n  a* (glob) \n"},
	{name: "glob without a blank", want: "fail", text: "  $ echo abc\n  a*(glob)\n"},
	{name: "glob, final backslash", want: "fail", cram: "crash", text: "  $ echo ab\n  a\\ (glob)\n", why: whyCrash},
	{name: "glob moved", want: "fail", text: "  $ echo new; echo abc; echo end\n  a* (glob)\n  end\n", why: whyFewest},

	// Regular expressions.
	{name: "re", want: "pass", text: "  $ echo abc\n  a.[c-d] (re)\n"},
	{name: "re matches a part", want: "fail", text: "  $ echo abc\n  ab (re)\n"},
	{name: "re, groups", want: "pass", text: "  $ echo abab\n  (?:ab)+ (re)\n"},
	{name: "re, alternation in a group", want: "pass", text: "  $ echo ab\n  a(b|c) (re)\n"},
	{name: "re, alternation", want: "pass", cram: "fail", text: "  $ echo ab\n  x|ab (re)\n", why: whyAlternation},
	{name: "re, alternation by its front", want: "fail", cram: "pass", text: "  $ echo ax\n  a|b (re)\n", why: whyAlternation},
	{name: "re, ignore case", want: "pass", cram: "fail", text: "  $ echo ABC\n  (?i)abc (re)\n", why: whyIndent},
	{name: "re, classes", want: "pass", text: "  $ echo 'a1 _'\n  \\w\\d\\s\\S (re)\n"},
	{name: "re, back reference", want: "pass", text: "  $ echo abab\n  (ab)\\1 (re)\n"},
	{name: "re, named back reference", want: "pass", text: "  $ echo aa\n  (?P<x>a)(?P=x) (re)\n"},
	{name: "re, named group", want: "pass", text: "  $ echo aa\n  (?P<x>a)a (re)\n"},
	{name: "re, look ahead", want: "pass", text: "  $ echo abc\n  a(?=b)bc (re)\n"},
	{name: "re, negative look ahead", want: "pass", text: "  $ echo abc\n  (?!x).* (re)\n"},
	{name: "re, look behind", want: "pass", text: "  $ echo abc\n  a.(?<=b)c (re)\n"},
	{name: "re, anchors", want: "pass", cram: "fail", text: "  $ echo abc\n  ^abc$ (re)\n", why: whyIndent},
	{name: "re, python's end", want: "pass", text: "  $ echo abc\n  abc\\Z (re)\n"},
	{name: "re, word boundary", want: "pass", text: "  $ echo 'a b'\n  a\\b.b\\b (re)\n"},
	{name: "re, lazy", want: "pass", text: "  $ echo abc\n  a.*?c (re)\n"},
	{name: "re, counts", want: "pass", text: "  $ echo aaa\n  a{1,3} (re)\n"},
	{name: "re, a big count", want: "pass", text: "  $ echo aaa\n  a{1,3000} (re)\n"},
	{name: "re, count from nothing", want: "pass", text: "  $ echo aaa\n  a{,3} (re)\n"},
	{name: "re, brace is literal", want: "pass", text: "  $ echo 'a{b}'\n  a{b} (re)\n"},
	{name: "re, possessive", want: "pass", text: "  $ echo aab\n  a++b (re)\n"},
	{name: "re, atomic", want: "pass", text: "  $ echo aab\n  (?>a+)b (re)\n"},
	{name: "re, comment", want: "pass", text: "  $ echo ab\n  a(?#comment)b (re)\n"},
	{name: "re, verbose", want: "pass", cram: "fail", text: "  $ echo ab\n  (?x) a b (re)\n", why: whyIndent},
	{name: "re, condition", want: "pass", text: "  $ echo ab\n  (a)?(?(1)b|c) (re)\n"},
	{name: "re, escaped byte", want: "pass", text: "  $ echo A\n  \\x41 (re)\n"},
	{name: "re, octal", want: "pass", text: "  $ echo A\n  \\101 (re)\n"},
	{name: "re, bracket in a class", want: "pass", text: "  $ echo ']['\n  []][[] (re)\n"},
	{name: "re, negated bracket in a class", want: "pass", text: "  $ echo 'ab'\n  [^]]b (re)\n"},
	{name: "re, dash in a class", want: "pass", text: "  $ echo 'a-1'\n  [\\w-]+ (re)\n"},
	{name: "re, class names are none", want: "fail", text: "  $ echo 'a:]'\n  [[:alpha:]]] (re)\n"},
	{name: "re, escaped letters", want: "pass", text: "  $ echo 'a/b-c_d:e'\n  a\\/b\\-c\\_d\\:e (re)\n"},
	{name: "re, unknown escape", want: "fail", text: "  $ echo 'ay'\n  a\\y (re)\n", why: whyFault},
	{name: "re, invalid", want: "fail", text: "  $ echo abc\n  a( (re)\n", why: whyFault},
	{name: "re, invalid but literal", want: "pass", text: "  $ echo 'a( (re)'\n  a( (re)\n"},
	{name: "re, stars only", want: "fail", text: "  $ echo abc\n  *** (re)\n", why: whyFault},
	{name: "re, empty", want: "pass", text: "  $ echo\n   (re)\n"},
	{name: "re, anything", want: "pass", text: "  $ echo; echo a\n  .* (re)\n  .* (re)\n"},
	{name: "re against the escaped form", want: "pass", text: "  $ printf 'a\\tb\\n'\n  a\\\\tb \\(esc\\) (re)\n"},
	{name: "re for an escaped character", want: "pass", cram: "fail", text: "  $ printf 'a\\tb\\n'\n  a\\tb (re)\n", why: whyCharacters},
	{name: "re over UTF-8", want: "pass", text: "  $ echo aäb\n  a.*b.* (re)\n"},
	{name: "re for a UTF-8 character", want: "pass", cram: "fail", text: "  $ echo aäb\n  a.b (re)\n", why: whyCharacters},
	{name: "re, bytes of the escaped form", want: "pass", text: "  $ echo ä\n  \\\\xc3\\\\xa4 \\(esc\\) (re)\n"},
	{name: "re, printed", want: "pass", text: "  $ echo 'a+ (re)'\n  a+ (re)\n"},
	{name: "re with leading blanks", want: "pass", text: "  $ echo '  ab'\n    a. (re)\n"},
	{name: "re, alternation without its indent", want: "pass", cram: "fail", text: "  $ echo b\n  a|b (re)\n", why: whyAlternation},
	{name: "re, caret inside", want: "pass", cram: "fail", text: "  $ echo ab\n  (^|x)ab (re)\n", why: whyIndent},
	{name: "re, flags of a group", want: "pass", text: "  $ echo aBC\n  a(?i:bc) (re)\n"},
	{name: "re, flags off", want: "pass", text: "  $ echo aB\n  (?i:a(?-i:B)) (re)\n"},
	{name: "re, a lone star", want: "pass", text: "  $ echo\n  * (re)\n"},
	{name: "re, star on the indent", want: "pass", text: "  $ echo '  abc'\n  *abc (re)\n"},
	{name: "re, open count from nothing", want: "pass", text: "  $ echo aaa\n  a{,} (re)\n"},
	{name: "re, dollar inside", want: "pass", text: "  $ echo ab\n  a(b$|c) (re)\n"},
	{name: "re, backspace in a class", want: "pass", text: "  $ echo ab\n  a[\\bb] (re)\n"},
	{name: "re, class of classes", want: "pass", text: "  $ echo a-1\n  [^\\W\\d]-[\\d\\s] (re)\n"},
	{name: "re, dash at the end of a class", want: "pass", text: "  $ echo a-\n  [a-z][a-] (re)\n"},
	{name: "re, NUL", want: "pass", text: "  $ echo a\n  [^\\0]\\0? (re)\n"},
	{name: "re, octal in a class", want: "pass", text: "  $ echo AB\n  [\\101]\\x42 (re)\n"},
	{name: "re, escaped signs", want: "pass", text: "  $ echo '<a> #@!%&\"'\n  \\<a\\>\\ \\#\\@\\!\\%\\&\\\" (re)\n"},
	{name: "re, quantified group", want: "pass", text: "  $ echo ababx\n  (ab){2}x{0,1} (re)\n"},
	{name: "re, quantified look ahead", want: "pass", text: "  $ echo ab\n  (?:a(?=b))+b (re)\n"},
	{name: "re, back reference to an open group", want: "fail", text: "  $ echo aa\n  (a\\1) (re)\n"},
	{name: "re, empty alternative", want: "pass", text: "  $ echo ab\n  a(b|)(c|) (re)\n"},
	{name: "re, end of text inside", want: "pass", text: "  $ echo ab\n  (?:a\\Z|ab) (re)\n"},
	{name: "re, Perl's end", want: "pass", cram: "fail", text: "  $ echo ab\n  ab\\z (re)\n", why: whyPerl},
	{name: "re, POSIX class", want: "pass", cram: "fail", text: "  $ echo a\n  [[:alpha:]] (re)\n", why: whyPerl},
	{name: "re, POSIX class as Python has it", want: "fail", cram: "pass", text: "  $ echo 'a]'\n  [[:alpha:]] (re)\n", why: whyPerl},
	{name: "re, quoted part", want: "pass", cram: "fail", text: "  $ echo a.\n  \\Qa.\\E (re)\n", why: whyPerl},
	{name: "re, Perl's named group", want: "pass", cram: "fail", text: "  $ echo a\n  (?<x>a) (re)\n", why: whyPerl},
	{name: "re, blanks", want: "pass", text: "  $ echo 'a  b\t'| tr -d '\\t'\n  a\\s+b (re)\n"},
	{name: "re, digits beyond ASCII", want: "fail", text: "  $ echo ٣\n  \\d (re)\n", why: whyUTF8},
	{name: "re, UTF-8 in a class", want: "pass", cram: "fail", text: "  $ echo ä\n  [äö] (re)\n", why: whyCharacters},

	// Suffixes that only dott knows.
	{name: "optional line, printed", want: "pass", text: "  $ echo 'a (?)'\n  a (?)\n"},
	{name: "optional line, absent", want: "pass", cram: "fail", text: "  $ true\n  a (?)\n", why: whySuffix},
	{name: "optional line, new", want: "fail", text: "  $ echo 'a (?)'\n", why: whySuffix},
	{name: "many lines", want: "pass", cram: "fail", text: "  $ echo a; echo b\n  * (glob*)\n", why: whySuffix},
	{name: "many lines, printed", want: "pass", text: "  $ echo 'a (*)'; echo 'b (re+)'\n  a (*)\n  b (re+)\n"},
	{name: "condition, printed", want: "pass", text: "  $ echo 'a (linux !)'\n  a (linux !)\n"},

	// Blocks and their order.
	{name: "loop over blocks", want: "pass", text: "  $ for i in 1 2; do\n  $ echo $i\n  1\n  $ done\n  2\n"},
	{name: "loop over blocks, new", want: "fail", text: "  $ for i in 1 2; do\n  $ echo $i\n  $ done\n"},
	{name: "loop with statuses", want: "fail", text: "  $ for i in 1 2; do\n  $ false\n  $ echo $i\n  $ done\n"},
	{name: "if true over blocks", want: "pass", text: "  $ if true; then\n  $ echo a\n  a\n  $ fi\n  $ echo b\n  b\n"},
	{name: "if false over blocks", want: "fail", text: "  $ if false; then\n  $ echo a\n  a\n  $ fi\n  $ echo b\n  b\n", why: whyEarly},
	{name: "function over blocks", want: "fail", text: "  $ f() {\n  $ echo a\n  $ }\n  $ f\n"},
	{name: "function over blocks, run in it", want: "pass", text: "  $ f() {\n  $ echo a\n  a\n  $ }\n  $ f\n"},
	{name: "case over blocks", want: "pass", text: "  $ case a in a)\n  $ echo a\n  a\n  $ esac\n"},
	{name: "while over blocks", want: "pass", text: "  $ i=0; while [ $i -lt 3 ]; do i=$((i + 1))\n  $ echo $i\n  1\n  $ done\n  2\n  3\n"},
	{name: "subshell over blocks", want: "pass", text: "  $ (\n  $ echo a\n  a\n  $ )\n"},
	{name: "pipe over blocks", want: "fail", text: "  $ echo a |\n  $ cat\n  a\n"},
	{name: "many blocks", want: "pass", text: strings.Repeat("  $ echo a\n  a\n  $ false\n  [1]\n", 200)},
	{name: "many blocks, some wrong", want: "fail", text: strings.Repeat(strings.Repeat("  $ echo a\n  a\n\n", 9)+"  $ echo b\n  c\n", 5)},
	{name: "big output", want: "pass", text: "  $ i=0; while [ $i -lt 3000 ]; do echo $i 0123456789012345678901234567890; i=$((i + 1)); done | cksum\n  * (glob)\n  $ head -c 100000 /dev/zero | tr '\\000' a\n  a* (glob)\n"},
	{name: "long line", want: "pass", text: "  $ printf '%070000d\\n' 1\n  " + strings.Repeat("0", 69999) + "1\n"},
	{name: "many lines of output", want: "pass", text: "  $ seq 2000\n" + sequence(2000)},
	{name: "two changes far apart", want: "fail", text: "  $ seq 30\n  0\n" + sequence(29) + "  31\n"},
	{name: "changes near each other", want: "fail", text: "  $ seq 8\n  1\n  x\n  3\n  4\n  y\n  z\n  7\n  8\n"},
	{name: "changes seven lines apart", want: "fail", text: "  $ seq 9\n  x\n  2\n  3\n  4\n  5\n  6\n  7\n  8\n  x\n"},
	{name: "changes six lines apart", want: "fail", text: "  $ seq 8\n  x\n  2\n  3\n  4\n  5\n  6\n  7\n  x\n"},
	{name: "first and last line", want: "fail", text: "  $ seq 3\n  0\n  2\n  4\n"},

	// The state of the shell.
	{name: "directory kept", want: "pass", text: "  $ mkdir d; cd d\n  $ basename \"$PWD\"\n  d\n"},
	{name: "variable kept", want: "pass", text: "  $ x=1\n  $ echo $x\n  1\n"},
	{name: "function kept", want: "pass", text: "  $ f() { echo \"<$1>\"; }\n  $ f a\n  <a>\n"},
	{name: "alias", want: "pass", text: "  $ alias hi='echo hi'\n  $ hi\n  hi\n"},
	{name: "files kept", want: "pass", text: "  $ echo a > f; ls\n  f\n  $ cat f\n  a\n"},
	{name: "status in the next command", want: "pass", text: "  $ (exit 3)\n  [3]\n  $ echo $?\n  0\n"},
	{name: "positional arguments", want: "pass", text: "  $ echo $#\n  0\n  $ set -- a b; echo $2\n  b\n"},
	{name: "name of the shell", want: "pass", text: "  $ echo $0\n  /bin/sh\n"},
	{name: "flags of the shell", want: "fail", cram: "pass", text: "  $ echo $-\n  s\n", why: whyScript, stuck: true},
	{name: "set -x", want: "pass", cram: "fail", text: "  $ set -x\n  $ echo hi\n  + echo hi\n  hi\n  $ set +x\n  + set +x\n", why: whyTraces},
	{name: "set -v", want: "pass", cram: "crash", text: "  $ set -v\n  $ echo hi\n  echo hi\n  hi\n", why: whyTraces},
	{name: "set -u", want: "fail", text: "  $ set -u\n  $ echo a $nope\n  $ echo b\n", why: whyEarly, stuck: true},
	{name: "set -e", want: "fail", text: "  $ set -e\n  $ echo a\n  a\n  $ false\n  $ echo b\n  b\n", why: whyEarly},
	{name: "set -e, no harm", want: "pass", text: "  $ set -e\n  $ false || true\n"},
	{name: "set -e, at the end", want: "pass", text: "  $ set -e\n  $ false\n"},
	{name: "stderr", want: "pass", text: "  $ echo a >&2; echo b; echo c >&2\n  a\n  b\n  c\n"},
	{name: "closed stderr", want: "pass", text: "  $ exec 2>/dev/null\n  $ echo a >&2\n  $ echo b\n  b\n"},
	{name: "line number in a message", want: "pass", text: "  $ true\n  $ no-such\n  /bin/sh: 4: no-such: not found\n  [127]\n"},
	{name: "syntax error", want: "fail", text: "  $ echo a\n  a\n  $ fi\n  $ echo b\n", why: whyEarly, stuck: true},
	{name: "open quote", want: "fail", text: "  $ echo a\n  a\n  $ echo 'b\n  $ echo c\n", why: whyEarly, stuck: true},
	{name: "open here document", want: "fail", text: "  $ cat <<EOF\n  > a\n  $ echo b\n", why: whyEarly, stuck: true},
	{name: "stdin", want: "pass", text: "  $ cat\n  $ echo b\n  b\n"},
	{name: "stdin, at the end", want: "pass", text: "  $ read x < /dev/null\n  [1]\n"},
	{name: "background job", want: "pass", text: "  $ (echo a) & wait\n  a\n"},
	{name: "late background job", want: "fail", cram: "pass", text: "  $ (sleep 0.1; echo late) &\n  late (no-eol)\n", why: "what is left at the end is ended", stuck: true},
	{name: "broken pipe", want: "pass", text: "  $ yes | head -n 1\n  y\n"},
	{name: "LINENO", want: "pass", text: "  $ echo $LINENO\n  \n"},
	{name: "name of the shell, cut", want: "pass", text: "  $ echo ${0##*/}\n  sh\n"},
	{name: "return at the top", want: "fail", text: "  $ return 3\n  [3]\n  $ echo a\n  a\n", why: whyEarly, stuck: true},
	{name: "alias for echo", want: "fail", text: "  $ alias echo='echo x'\n  $ true\n"},
	{name: "IFS", want: "fail", cram: "crash", text: "  $ IFS=0\n  $ true\n", why: whyCrash, stuck: true},
	{name: "redirected output", want: "fail", text: "  $ exec >/dev/null\n  $ echo a\n  a\n", why: whyEarly},
	{name: "redirected output at the end", want: "fail", cram: "pass", text: "  $ exec >/dev/null\n", why: whySeen},
	{name: "no terminal", want: "pass", text: "  $ test -t 0 || test -t 1 || test -t 2\n  [1]\n"},

	// How a shell ends.
	{name: "exit 80", want: "skip", text: "  $ echo a\n  $ exit 80\n"},
	{name: "exit 80 with a reason", want: "skip", text: "  $ echo 'skipped: no disk'; exit 80\n", why: "the reason is shown"},
	{name: "exit 80 in a subshell", want: "pass", text: "  $ (exit 80)\n  [80]\n"},
	{name: "exit at the end", want: "pass", text: "  $ echo a\n  a\n  $ exit 3\n"},
	{name: "exit in a function", want: "pass", text: "  $ die() { exit 3; }\n  $ die\n"},
	{name: "exit 0 at the end", want: "pass", text: "  $ exit 0\n"},
	{name: "exit with output", want: "pass", text: "  $ echo a; exit 1\n  a (no-eol)\n"},
	{name: "exit with output, as it is", want: "pass", cram: "fail", text: "  $ echo a; exit 1\n  a\n", why: whyLastByte},
	{name: "exit behind output without newline", want: "fail", cram: "pass", text: "  $ printf ab; exit 1\n  a (no-eol)\n", why: whyLastByte, stuck: true},
	{name: "exit, a comment behind", want: "pass", text: "  $ exit 3\nComment.\n"},
	{name: "exit with a status", want: "pass", cram: "fail", text: "  $ exit 3\n  [3]\n", why: whyLastByte},
	{name: "exit in the middle", want: "fail", text: "  $ echo a\n  a\n  $ exit 0\n  $ echo b\n  b\n", why: whyEarly},
	{name: "exit in the middle, output before", want: "fail", text: "  $ echo a; exit 1\n  a\n  $ echo b\n  b\n", why: whyEarly},
	{name: "exit trap", want: "fail", text: "  $ trap 'echo bye' EXIT\n  $ echo a\n  a\n", why: whyLastByte, stuck: true},
	{name: "exit trap, its output expected", want: "pass", text: "  $ trap 'echo bye' EXIT\n  $ echo a\n  a\n  bye (no-eol)\n"},
	{name: "exit trap and exit", want: "pass", text: "  $ trap 'echo bye' EXIT\n  $ exit\n  bye (no-eol)\n"},
	{name: "silent exit trap", want: "pass", text: "  $ trap 'rm -f x' EXIT\n  $ echo a\n  a\n"},
	{name: "shell killed", want: "fail", text: "  $ echo a; kill -9 $$\n  a\n  $ echo b\n", why: whyEarly},
	{name: "shell killed at the end", want: "fail", cram: "pass", text: "  $ kill -9 $$\n", why: whySeen},
	{name: "exec at the end", want: "pass", text: "  $ exec echo a\n  a (no-eol)\n"},

	// The environment.
	{name: "TESTDIR and TESTFILE", want: "pass", text: "  $ cat \"$TESTDIR/$TESTFILE\" | head -n 1\n    $ cat \"$TESTDIR/$TESTFILE\" | head -n 1\n  $ echo $TESTFILE\n  TESTDIR-and-TESTFILE.t\n"},
	{name: "TESTSHELL", want: "pass", text: "  $ echo $TESTSHELL\n  /bin/sh\n"},
	{name: "CRAMTMP", want: "pass", text: "  $ echo $CRAMTMP; pwd; echo $TMPDIR\n  */cramtests-* (glob)\n  */cramtests-*/CRAMTMP.t (glob)\n  */cramtests-*/tmp (glob)\n"},
	{name: "CRAMTMP is the parent", want: "pass", text: "  $ test \"$CRAMTMP/$TESTFILE\" -ef .; echo $?\n  0\n  $ test \"$TMPDIR\" = \"$CRAMTMP/tmp\" -a \"$TEMP\" = \"$TMP\" && test -d \"$TMP\"\n"},
	{name: "CRAMTMP as re", want: "pass", text: "  $ pwd\n  .*/cramtests-[^/]+/CRAMTMP-as-re\\.t (re)\n"},
	{name: "CRAMTMP, its entries", want: "fail", cram: "pass", args: []string{"-v"}, text: "  $ ls \"$CRAMTMP\"\n  CRAMTMP,-its-entries.t\n  tmp\n", why: whyDirectories},
	{name: "CRAMTMP, new", want: "fail", text: "  $ echo $CRAMTMP; pwd\n", why: whyDirectories, stuck: true},
	{name: "fresh directory", want: "pass", text: "  $ ls -A\n"},
	{name: "locale", want: "pass", text: "  $ echo $LANG $LC_ALL $LANGUAGE $TZ $COLUMNS \"<$CDPATH$GREP_OPTIONS>\"\n  C C C GMT 80 <>\n"},
	{name: "HOME", want: "fail", cram: "pass", text: "  $ test -e \"$HOME/.\" && test \"${HOME##*/}\" != home\n", why: whyEnvironment, stuck: true},
	{name: "TESTTMP", want: "fail", cram: "pass", text: "  $ echo \"<$TESTTMP>\"\n  <>\n", why: whyEnvironment, stuck: true},
	{name: "preserve", want: "pass", args: []string{"-E"}, text: "  $ echo $LANG $COLUMNS \"<$CDPATH>\"; test -n \"$TESTDIR\" -a -n \"$CRAMTMP\"\n  xx 77 <cd>\n"},
	{name: "TERM", want: "pass", text: "  $ echo $TERM\n  dumb\n", cram: "fail", why: whyEnvironment},
	{name: "bash", want: "pass", args: []string{"--shell=/bin/bash"}, text: "  $ a=(1 2); echo ${a[1]} $TESTSHELL\n  2 /bin/bash\n  $ no-such\n  /bin/bash: line 4: no-such: command not found\n  [127]\n"},
	{name: "bash by name", want: "pass", args: []string{"--shell", "bash"}, text: "  $ echo ${BASH_VERSION:+yes} $0\n  yes */bash (glob)\n"},
	{name: "bash, LINENO", want: "pass", args: []string{"--shell=/bin/bash"}, text: "  $ echo $LINENO\n  2\n"},
	{name: "bash, set -x", want: "pass", cram: "fail", args: []string{"--shell=/bin/bash"}, text: "  $ set -x\n  $ echo hi\n  + echo hi\n  hi\n", why: whyTraces},
	{name: "bash, substitution", want: "pass", args: []string{"--shell=/bin/bash"}, text: "  $ diff <(echo a) <(echo b) >/dev/null\n  [1]\n"},
	{name: "bash, syntax error", want: "fail", args: []string{"--shell=/bin/bash"}, text: "  $ fi\n  $ echo b\n  b\n", why: whyEarly},
	{name: "bash, stdin functions", want: "pass", args: []string{"--shell=/bin/bash"}, text: "  $ f() { local x=1; echo $x; }; f\n  1\n  $ [[ a == a ]] && echo y\n  y\n"},
	{name: "bash, exit trap", want: "pass", args: []string{"--shell=/bin/bash"}, text: "  $ trap 'echo bye' EXIT\n  $ set -e\n  $ exit\n  bye (no-eol)\n"},
	{name: "shell options", want: "pass", args: []string{"--shell=/bin/bash", "--shell-opts=--norc -u"}, text: "  $ echo $- | grep -o u\n  u\n"},
}

// sequence is expected output: the numbers from 1 to n.
func sequence(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("  " + strconv.Itoa(i+1) + "\n")
	}
	return b.String()
}

// needCram skips the test where cram is not installed.
func needCram(t *testing.T) {
	t.Helper()
	tooltest.Need(t, "cram3") // Debian: python3-cram
}

// cramEnv is the environment in which both programs are called.
func cramEnv() []string {
	var env []string
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		switch {
		case name == "CRAM", name == "NO_COLOR", strings.HasPrefix(name, "DOTT"), strings.HasPrefix(name, "XDG_"):
		default:
			env = append(env, kv)
		}
	}
	return append(env, "PYTHONWARNINGS=ignore", "LANG=xx", "COLUMNS=77", "CDPATH=cd", "TERM=xterm")
}

// A ran is what one call of a program said.
type ran struct {
	status         int
	stdout, stderr string
}

// runCram and runDott call a program in the working directory.
func runCram(t *testing.T, args ...string) ran {
	t.Helper()
	cmd := exec.Command("cram3", args...)
	cmd.Env = cramEnv()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return ran{cmd.ProcessState.ExitCode(), placeless(stdout.String()), stderr.String()}
}

func runDott(t *testing.T, args ...string) ran {
	t.Helper()
	stdout, err := os.CreateTemp(t.TempDir(), "") // a file, for --debug
	if err != nil {
		t.Fatal(err)
	}
	defer stdout.Close()
	var stderr bytes.Buffer
	err = run(t.Context(), cramEnv(), strings.NewReader(""), stdout, &stderr, append([]string{"dott"}, args...))
	status, message := explain(err)
	return ran{status, takeFile(t, stdout.Name()), stderr.String() + message}
}

// placeless takes out of a report what differs from run to run.
func placeless(s string) string { return tempName.ReplaceAllString(s, "cramtests-X") }

var tempName = regexp.MustCompile(`cramtests-[a-z0-9_]{8}(/[0-9]+)?`)

// A fileReport is what a program made of one file.
type fileReport struct {
	verdict string
	text    string // of the verbose report
	err     string // the .err file; "" when there is none
}

var verdictLine = regexp.MustCompile(`(?m)^(\S+\.t): (passed|failed|error|empty|skipped.*|timed out)\n`)

// reports runs the files of the working directory and takes the verbose report
// apart. The .err files are gone afterwards.
func reports(t *testing.T, program func(*testing.T, ...string) ran, args ...string) map[string]fileReport {
	t.Helper()
	r := program(t, append([]string{"-v"}, args...)...)
	if strings.Contains(r.stderr, "Traceback") {
		if len(args) > 9 {
			t.Fatalf("cram3 crashed: %s\n%s", r.stdout[max(0, len(r.stdout)-200):], r.stderr)
		}
		return nil
	}
	body, _, ok := strings.Cut("\n"+r.stdout, "\n# Ran ")
	if !ok {
		t.Fatalf("no counts in the report: %s%s", r.stdout, r.stderr)
	}
	body = body[1:] + "\n"
	found := map[string]fileReport{}
	heads := verdictLine.FindAllStringSubmatchIndex(body, -1)
	for i, h := range heads {
		end := len(body)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		name, word := body[h[2]:h[3]], body[h[4]:h[5]]
		f := fileReport{text: strings.TrimSuffix(body[h[0]:end], "\n"), err: takeFile(t, name+".err")}
		switch {
		case word == "passed":
			f.verdict = "pass"
		case word == "empty", strings.HasPrefix(word, "skipped"):
			f.verdict = "skip"
		default:
			f.verdict = "fail"
		}
		found[name] = f
	}
	return found
}

// takeFile returns what is in a file, and removes it.
func takeFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if os.IsNotExist(err) {
		return ""
	}
	if err == nil {
		err = os.Remove(name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return placeless(string(data))
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// patternLine finds lines that dott keeps in an .err file and cram replaces.
var patternLine = regexp.MustCompile(`(?m) \((re|glob|esc|no-eol)\)$`)

// TestCramTable runs every case through both programs.
func TestCramTable(t *testing.T) {
	needCram(t)
	t.Chdir(t.TempDir())
	var batch []string
	for _, c := range cramCases {
		writeFile(t, c.file(), c.text)
		if c.args == nil && c.cram != "crash" {
			batch = append(batch, c.file())
		}
	}
	dott, cram := reports(t, runDott, batch...), reports(t, runCram, batch...)
	rewritten := map[string]string{}
	for _, c := range cramCases {
		t.Run(c.name, func(t *testing.T) {
			d, ok := dott[c.file()]
			m := cram[c.file()]
			if !ok {
				d = reports(t, runDott, append(c.args, c.file())...)[c.file()]
				m = reports(t, runCram, append(c.args, c.file())...)[c.file()]
				if m.verdict == "" {
					m.verdict = "crash"
				}
			}
			c.check(t, d, m)
			if d.err != "" && c.args == nil && !(c.cram == "crash" && c.stuck) {
				rewritten[c.file()] = d.err
			}
		})
	}
	for name, text := range rewritten {
		writeFile(t, name, text)
	}
	names := slices.Sorted(maps.Keys(rewritten))
	dott, cram = reports(t, runDott, names...), reports(t, runCram, names...)
	for _, c := range cramCases {
		text, ok := rewritten[c.file()]
		if !ok {
			continue
		}
		d, m := dott[c.file()], cram[c.file()]
		passes := d.verdict == "pass" && m.verdict == "pass"
		switch {
		case !c.stuck && !passes:
			t.Errorf("%s: what dott rewrote does not pass under both:\n%s\ndott says:\n%s\ncram says:\n%s", c.name, text, d.text, m.text)
		case c.stuck && passes:
			t.Errorf("%s: what dott rewrote passes under both, so stuck is wrong", c.name)
		}
	}
}

func (c cramCase) file() string { return strings.ReplaceAll(c.name, " ", "-") + ".t" }

func (c cramCase) check(t *testing.T, dott, cram fileReport) {
	t.Helper()
	wantCram := c.want
	if c.cram != "" {
		wantCram = c.cram
	}
	if dott.verdict != c.want || cram.verdict != wantCram {
		t.Errorf("dott: %s, want %s; cram: %s, want %s\n%s\ndott says:\n%s\ncram says:\n%s", dott.verdict, c.want, cram.verdict, wantCram, c.text, dott.text, cram.text)
		return
	}
	sameErr := dott.err == cram.err || patternLine.MatchString(c.text)
	same := dott.text == cram.text && sameErr && c.cram == ""
	switch {
	case c.why == "" && !same:
		t.Errorf("the reports differ\n%s\ndott says:\n%s\ncram says:\n%s\ndott's .err:\n%q\ncram's .err:\n%q", c.text, dott.text, cram.text, dott.err, cram.err)
	case c.why != "" && same:
		t.Errorf("nothing differs any more, so this is no reason: %s", c.why)
	}
}

// TestCramTrees runs both programs with several files, directories and options,
// and compares all that they print and their exit statuses.
func TestCramTrees(t *testing.T) {
	needCram(t)
	t.Chdir(t.TempDir())
	t.Setenv("TMPDIR", t.TempDir())
	pass, fail, skip := "  $ echo a\n  a\n", "  $ echo a\n  b\n", "  $ exit 80\n"
	for name, text := range map[string]string{
		"pass.t": pass, "fail.t": fail, "skip.t": skip, "empty.t": "", "other.txt": fail,
		"d/b.t": pass, "d/a.t": fail, "d/.hidden.t": fail, "d/notes.txt": "", "d/c.t.err": "", "d/e/a.t": pass, "d/e/z.t": skip,
		"none/x": "", ".dot/x.t": fail, "fail2.t": strings.Repeat("  $ echo a\n  a\n\n  $ false\n", 4),
		"where.t": "  $ cat \"$TESTDIR/pass.t\"\n" + "    $ echo a\n    a\n  $ echo $TESTFILE\n  where.t\n",
		"noise.t": "  $ echo a; echo b >&2\n  $ (exit 4)\n",
	} {
		writeFile(t, name, text)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args string
		why  string
	}{
		{args: "pass.t"},
		{args: "fail.t"},
		{args: "skip.t"},
		{args: "empty.t"},
		{args: "pass.t fail.t skip.t empty.t pass.t fail2.t"},
		{args: "fail.t fail2.t"},
		{args: "pass.t ./pass.t d/../pass.t " + here + "/pass.t"},
		{args: here + "/fail.t"},
		{args: "./fail.t d//a.t"},
		{args: "other.txt"},
		{args: "d"},
		{args: "d/"},
		{args: "./d d/e d/b.t"},
		{args: "d/e/a.t d/e d"},
		{args: "d/.hidden.t"},
		{args: ".dot", why: "a directory that was named is searched"},
		{args: "none"},
		{args: "none pass.t"},
		{args: "-q fail.t pass.t skip.t fail2.t"},
		{args: "--quiet d"},
		{args: "-v pass.t fail.t skip.t empty.t"},
		{args: "--verbose fail.t fail2.t"},
		{args: "-q -v pass.t fail.t"},
		{args: "-qv fail.t skip.t"},
		{args: "pass.t -q fail.t"},
		{args: "-- fail.t"},
		{args: "-E fail.t"},
		{args: "--preserve-env where.t"},
		{args: "--indent=2 fail.t"},
		{args: "--indent 4 fail.t"},
		{args: "--shell sh fail.t"},
		{args: "--shell=/bin/bash fail.t where.t"},
		{args: "--keep-tmpdir pass.t fail.t"},
		{args: "-d noise.t pass.t", why: "open: cram leaves what the shell writes to stderr there"},
		{args: "missing.t"},
		{args: "pass.t missing.t"},
		{args: "--shell=/no/shell pass.t"},
		{args: "-d -q pass.t"},
		{args: "-d -v pass.t"},
		{args: "--nonsense pass.t"},
		{args: "--indent=x pass.t"},
	} {
		t.Run(c.args, func(t *testing.T) {
			args := strings.Fields(c.args)
			cram := runCram(t, args...)
			left := errFiles(t)
			dott := runDott(t, args...)
			leftByDott := errFiles(t)
			if !strings.Contains(cram.stdout, "# Ran ") && cram.status == 2 {
				cram.stdout = "" // its usage
			}
			same := dott.status == cram.status && dott.stdout == cram.stdout && maps.Equal(left, leftByDott)
			if !same && c.why == "" {
				t.Errorf("dott: %d\n%s%s\ncram: %d\n%s%s\n.err files: %q and %q", dott.status, dott.stdout, dott.stderr, cram.status, cram.stdout, cram.stderr, leftByDott, left)
			}
			if same && c.why != "" {
				t.Errorf("nothing differs any more, so this is no reason: %s", c.why)
			}
		})
	}
}

// errFiles takes the .err files out of the working directory.
func errFiles(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(".", func(name string, _ os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, ".t.err") && name != "d/c.t.err" {
			found[name] = takeFile(t, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A generator makes random transcripts.
type generator struct{ *rand.Rand }

func (g generator) pick(words ...string) string { return words[g.IntN(len(words))] }

// text returns a random line of output, without a newline: words, suffixes,
// control characters, UTF-8, bytes that are not.
func (g generator) text() string {
	var b strings.Builder
	for range g.IntN(5) {
		switch g.IntN(9) {
		case 0:
			b.WriteByte(byte(g.IntN(256)))
		case 1:
			b.WriteString(g.pick("ä", "…", "日本", "\u200b", "\u00a0", "😀", "\xc3", "\xe2\x80", "\xff\xfe"))
		case 2:
			b.WriteString(g.pick("\t", "\r", "\x00", "\x1b[1m", "\\", "\\t", "\\x41", "\\\\", "  "))
		case 3:
			b.WriteString(g.pick("*", "?", "[1]", "[", "(", ")", "|", "+", "$ ", "> ", ">>> ", "#if x", ".", "^"))
		case 4:
			b.WriteString(g.pick(" (glob)", " (re)", " (esc)", " (no-eol)", " (?)", " (*)", " (re*)", " (linux !)"))
		default:
			b.WriteString(g.pick("a", "b", "foo", "bar", "a b", "1", "42", " "))
		}
	}
	return strings.ReplaceAll(b.String(), "\n", "")
}

// plain is text that a here-document and a quoted word take as it is.
func (g generator) plain() string {
	return strings.Map(func(r rune) rune {
		if r == 0 || r == '\'' || r == '\\' || r == '\r' || r == 0xfffd {
			return -1
		}
		return r
	}, g.text())
}

// octal writes text for the format of printf.
func octal(text string) string {
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; 'a' <= c && c <= 'z' || c == ' ' || '0' <= c && c <= '9' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, `\%03o`, c)
		}
	}
	return b.String()
}

// transcript returns the commands of a file, without any output.
func (g generator) transcript() string {
	var b strings.Builder
	for range 1 + g.IntN(6) {
		switch g.IntN(12) {
		case 0:
			b.WriteString(g.pick("Comment.\n", "\n", "a (glob)\n", "# Title\n", " $ no\n"))
		case 1:
			fmt.Fprintf(&b, "  $ (exit %d)\n", g.IntN(6))
		case 2:
			b.WriteString("  $ cat <<'EOF'\n")
			for range g.IntN(4) {
				b.WriteString("  > " + g.plain() + "\n")
			}
			b.WriteString("  > EOF\n")
		case 3:
			fmt.Fprintf(&b, "  $ for i in 1 2 3\n  > do printf '%s\\n'; done; (exit %d)\n", octal(g.text()), g.IntN(2))
		case 4:
			fmt.Fprintf(&b, "  $ printf '%s'\n", octal(g.text()))
		case 5:
			b.WriteString(g.pick("  $ seq 5\n", "  $ echo; echo\n", "  $ false\n", "  $ true\n", "  $ cd ..\n", "  $ echo $x; x=1\n"))
		case 6, 7:
			fmt.Fprintf(&b, "  $ echo '%s'\n", g.plain())
		default:
			var lines []string
			for range 1 + g.IntN(4) {
				lines = append(lines, octal(g.text()))
			}
			fmt.Fprintf(&b, "  $ printf '%s\\n'\n", strings.Join(lines, `\n`))
		}
	}
	return b.String()
}

// mutated returns the file with some expected lines changed.
func (g generator) mutated(text string) string {
	lines := slices.Collect(strings.Lines(text))
	for range 1 + g.IntN(3) {
		i := g.IntN(len(lines))
		body, ok := strings.CutPrefix(strings.TrimSuffix(lines[i], "\n"), "  ")
		if !ok || strings.HasPrefix(body, "$ ") || strings.HasPrefix(body, "> ") {
			continue
		}
		switch g.IntN(8) {
		case 0:
			lines[i] = ""
		case 1:
			lines[i] += "\n" + lines[i]
			lines[i] = strings.ReplaceAll(lines[i], "\n\n", "\n")
		case 2:
			lines[i] = "  " + strings.NewReplacer("\r", "", "$ ", "", "> ", "", ">", "").Replace(g.text()) + "\n"
		case 3:
			if j := g.IntN(len(lines)); strings.HasPrefix(lines[j], "  ") && !strings.HasPrefix(lines[j], "  $ ") && !strings.HasPrefix(lines[j], "  > ") {
				lines[i], lines[j] = lines[j], lines[i]
			}
		case 4:
			lines[i] = "  " + g.globbed(body) + " (glob)\n"
		case 5:
			lines[i] = "  " + g.matching(body) + " (re)\n"
		case 6:
			body = strings.TrimSuffix(body, " (esc)") // decoded twice, cram has its own idea
			lines[i] = "  " + strings.ReplaceAll(body, `\`, `\\`) + g.pick(" (esc)", " (no-eol)", " (glob)", " (re)") + "\n"
		case 7:
			lines[i] = "  " + g.pick("x", "[1]", "foo", "", "* (glob)", ".* (re)") + g.pick("", " (glob)", " (re)", " (esc)", " (no-eol)") + "\n"
		}
	}
	return strings.Join(lines, "")
}

// globbed returns a glob for a line, with or without stars.
func (g generator) globbed(s string) string {
	s = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`).Replace(s)
	switch g.IntN(3) {
	case 0:
		return s
	case 1:
		return s + "*"
	}
	return strings.NewReplacer("foo", "f?o", "a", "?", "1", "*").Replace(s)
}

// matching returns a regular expression for a line.
func (g generator) matching(s string) string {
	s = regexp.QuoteMeta(s)
	switch g.IntN(3) {
	case 0:
		return s
	case 1:
		return s + ".*"
	}
	return strings.NewReplacer("foo", "fo+", "a", "[a-c]", "b", "(b|c)", "42", `\d+`).Replace(s)
}

// dottSuffix finds expected lines that may match no line, or many.
var dottSuffix = regexp.MustCompile(`(?m)^  .* \(((re|glob)?[?*+]|.* !)\)( \((no-eol|esc|glob|re)\))?$`)

var codeLine = regexp.MustCompile(`(?m)^  [$>] `)

// TestCramRandom makes random transcripts, lets cram write down their output,
// changes that, and compares verdicts. What dott rewrites must pass under both.
func TestCramRandom(t *testing.T) {
	needCram(t)
	t.Chdir(t.TempDir())
	const files = 250
	texts := map[string]string{}
	random := map[string]generator{}
	for seed := range uint64(files) {
		name := fmt.Sprintf("%03d.t", seed)
		random[name] = generator{rand.New(rand.NewPCG(seed, 7))}
		texts[name] = random[name].transcript()
	}
	write := func() (names []string) {
		for _, name := range slices.Sorted(maps.Keys(texts)) {
			writeFile(t, name, texts[name])
			names = append(names, name)
		}
		return names
	}
	bad := 0
	disagree := func(what, name string, dott, cram fileReport) {
		if bad++; bad > 10 {
			t.Fatal("and more")
		}
		t.Errorf("%s, %s: dott: %s, cram: %s\n%q\ndott says:\n%q\ncram says:\n%q", what, name, dott.verdict, cram.verdict, texts[name], dott.text, cram.text)
	}

	names := write()
	dott, cram := reports(t, runDott, names...), reports(t, runCram, names...)
	for _, name := range names {
		switch d, m := dott[name], cram[name]; {
		case strings.Contains(m.err, "\n  >>> "):
			delete(texts, name) // inline code, on purpose
		case len(codeLine.FindAllString(m.err, -1)) > len(codeLine.FindAllString(texts[name], -1)):
			texts[name] = d.err // cram wrote output that it would run
		case m.err != "":
			texts[name] = m.err
		}
	}
	if len(texts) < files/2 {
		t.Errorf("only %d of %d files are left", len(texts), files)
	}
	for round := range 4 {
		if round > 0 {
			for name := range texts {
				texts[name] = random[name].mutated(texts[name])
			}
		}
		names = write()
		dott, cram = reports(t, runDott, names...), reports(t, runCram, names...)
		rewritten := map[string]string{}
		for _, name := range names {
			d, m := dott[name], cram[name]
			if round > 0 && dottSuffix.MatchString(texts[name]) {
				continue
			}
			if d.verdict != m.verdict {
				disagree(fmt.Sprint("round ", round), name, d, m)
			}
			if d.err != "" {
				rewritten[name] = d.err
			}
		}
		if len(rewritten) == 0 {
			continue
		}
		before := texts
		texts = rewritten
		names = write()
		dott, cram = reports(t, runDott, names...), reports(t, runCram, names...)
		for _, name := range names {
			if d, m := dott[name], cram[name]; d.verdict != "pass" || m.verdict != "pass" {
				disagree(fmt.Sprintf("rewritten from %q", before[name]), name, d, m)
			}
		}
		texts = before
	}
}
