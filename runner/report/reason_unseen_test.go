package report

import "testing"

func TestUnseen(t *testing.T) {
	const head, blanks = "--- a\n+++ b\n@@ -1,3 +1,3 @@\n", " only in blanks at the end of lines"
	for _, test := range []struct{ diff, want string }{
		{"", ""},
		{head + "   $ a\n-  b\n+  b  \n", blanks},
		{head + "   $ a\n-  b\n-  c\n+  b\t\n+  c\r\n", blanks},
		{head + "   $ a\n-  b\n+  b \n   c\n-  d\n+  e\n", ""},
		{head + "   $ a\n-  b\n   a\n+  b\n", ""}, // it moved
		{head + "   $ a\n+  \n", ""},
		{head + "   $ a\n---- x\n+--- x \n", blanks},
	} {
		if got := unseen(test.diff); got != test.want {
			t.Errorf("%q: %q, want %q", test.diff, got, test.want)
		}
	}
}
