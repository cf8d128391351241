package secret

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"
)

func masker(t testing.TB, pairs ...string) *Masker {
	var m *Masker
	for i := 0; i < len(pairs); i += 2 {
		var err error
		if m, err = m.With(pairs[i], pairs[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

const token = "s3cr&t/Köln+value?!"

func TestMask(t *testing.T) {
	key := "-----BEGIN KEY-----\nfirst line of it\nsecond line of it\n-----END KEY-----\n"
	m := masker(t, "TOKEN", token, "KEY", key, "LONG", token+"-longer", "URL", "https://me:passw0rd@example.com/")
	std, raw := base64.StdEncoding, base64.RawURLEncoding
	for text, want := range map[string]string{
		"":                     "",
		"nothing":              "nothing",
		"a " + token + " b":    "a $TOKEN b",
		token + token:          "$TOKEN$TOKEN",
		token + "-longer":      "$LONG",
		token + "-longe":       "$TOKEN-longe",
		url.QueryEscape(token): "$TOKEN",
		url.PathEscape(token):  "$TOKEN",
		strings.ToLower("Q=" + url.QueryEscape("abc")): "q=abc",
		"s3cr%26t%2fK%c3%b6ln%2bvalue%3f%21":           "$TOKEN",
		std.EncodeToString([]byte(token)):              "$TOKEN",
		raw.EncodeToString([]byte(token)):              "$TOKEN",
		"second line of it":                            "$KEY",
		key:                                            "$KEY\n",
		`{"key":"` + `first line of it"}`:              `{"key":"$KEY"}`,
		`https:\/\/me:passw0rd@example.com\/`:          "$URL",
	} {
		if got := m.Mask(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if got := write(t, m, text, 1); got != want {
			t.Errorf("%q, byte by byte: %q, want %q", text, got, want)
		}
		if (m.Found(text) != "") != (text != want) {
			t.Errorf("%q: found %q", text, m.Found(text))
		}
	}
}

// TestBase64: wherever a value begins in an encoded text, all its characters go that are
// its alone, also where the text is wrapped.
func TestBase64(t *testing.T) {
	m := masker(t, "TOKEN", token)
	for _, before := range []string{"", "a", "ab", "abc", "Authorization: "} {
		for _, after := range []string{"", "\n", "xy", "xyz"} {
			for _, e := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawStdEncoding} {
				text := e.EncodeToString([]byte(before + token + after))
				for _, width := range []int{1000, 76, 10, 1} {
					var b strings.Builder
					for i := 0; i < len(text); i += width {
						b.WriteString(text[i:min(i+width, len(text))] + "\n")
					}
					got := m.Mask(b.String())
					if !strings.Contains(got, "$TOKEN") || len(got) > len(b.String())-len(token) {
						t.Errorf("%q: %q", b.String(), got)
					}
					if streamed := write(t, m, b.String(), 3); streamed != got {
						t.Errorf("%q in pieces: %q, want %q", b.String(), streamed, got)
					}
				}
			}
		}
	}
}

func TestShort(t *testing.T) {
	var m *Masker
	for value, short := range map[string]bool{"": false, "\n": false, "12345": true, "123456": false} {
		if _, err := m.With("PIN", value); (err != nil) != short {
			t.Errorf("%q: %v", value, err)
		}
	}
	var s Store
	if err := s.Add([]string{"PIN", "AWS_*"}, []string{"PIN=12345", "AWS_KEY=0123456789", "OTHER=abcdefgh"}); err == nil || !strings.Contains(err.Error(), "PIN") {
		t.Errorf("error %v", err)
	}
	if got := s.Masker().Mask("0123456789 abcdefgh"); got != "$AWS_KEY abcdefgh" {
		t.Errorf("%q", got)
	}
}

// write sends a text through a writer, in pieces.
func write(t testing.TB, m *Masker, text string, size int) string {
	var b strings.Builder
	w := NewWriter(&b, func() *Masker { return m })
	for i := 0; i < len(text); i += size {
		if _, err := w.Write([]byte(text[i:min(i+size, len(text))])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// FuzzWriter: in whatever pieces a text comes, the same comes out as of the whole, and no
// value is in it.
func FuzzWriter(f *testing.F) {
	f.Add("a "+token+" b", 3)
	f.Add("czNjciZ0L0vDtmxuK3ZhbHVlPyE=", 1)
	f.Fuzz(func(t *testing.T, text string, size int) {
		m := masker(t, "TOKEN", token, "OTHER", "aaaaaa", "LINES", "aaaaaab\nbbbbbb")
		want := m.Mask(text)
		if got := write(t, m, text, 1+size&0xf); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		if strings.Contains(want, token) || strings.Contains(want, "aaaaaa") {
			t.Errorf("%q: %q", text, want)
		}
	})
}
