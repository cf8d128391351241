package terminal

import (
	"fmt"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// A line with colours or attributes has tags around each stretch of them:
// `<bold red>error</>: no file`. A < of the text is written <lt> in it.
const (
	endTag = "</>"
	lt     = "<lt>"
)

// Styled reports whether a line of a screen has tags.
func Styled(line string) bool { return strings.Contains(line, endTag) }

// tagged writes cells with their tags.
func tagged(cells []*uv.Cell) string {
	var b, plain strings.Builder
	open := ""
	for _, c := range cells {
		if style := styleOf(c); style != open {
			if open != "" {
				b.WriteString(endTag)
			}
			if style != "" {
				b.WriteString("<" + style + ">")
			}
			open = style
		}
		plain.WriteString(content(c))
		b.WriteString(strings.ReplaceAll(content(c), "<", lt))
	}
	if open != "" {
		b.WriteString(endTag)
	}
	// Without a tag it is a line like any other, unless it could be taken for one with.
	if text := plain.String(); !Styled(b.String()) {
		if !Styled(text) {
			return text
		}
		return b.String() + "<>" + endTag
	}
	return b.String()
}

var attributes = []struct {
	bit  uint8
	name string
}{
	{uv.AttrBold, "bold"}, {uv.AttrFaint, "faint"}, {uv.AttrItalic, "italic"}, {uv.AttrBlink, "blink"},
	{uv.AttrReverse, "reverse"}, {uv.AttrConceal, "hidden"}, {uv.AttrStrikethrough, "struck"},
}

var underlines = map[uv.Underline]string{
	uv.UnderlineSingle: "underline", uv.UnderlineDouble: "double-underline", uv.UnderlineCurly: "curly-underline",
	uv.UnderlineDotted: "dotted-underline", uv.UnderlineDashed: "dashed-underline",
}

var colors = [...]string{"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"}

// styleOf returns the words of a cell's style; "" is none.
func styleOf(c *uv.Cell) string {
	if c == nil {
		return ""
	}
	var words []string
	for _, a := range attributes {
		if c.Style.Attrs&a.bit != 0 {
			words = append(words, a.name)
		}
	}
	if name, ok := underlines[c.Style.Underline]; ok {
		words = append(words, name)
	}
	if c.Style.Fg != nil {
		words = append(words, colorName(c.Style.Fg))
	}
	if c.Style.Bg != nil {
		words = append(words, "on-"+colorName(c.Style.Bg))
	}
	return strings.Join(words, " ")
}

// colorName is the name of a colour: one of the eight, bright or not, one of the
// palette by its number, or red, green and blue in hexadecimal.
func colorName(c color.Color) string {
	number := -1
	switch c := c.(type) {
	case ansi.BasicColor:
		number = int(c)
	case ansi.IndexedColor:
		number = int(c)
	}
	switch {
	case 0 <= number && number < 8:
		return colors[number]
	case 8 <= number && number < 16:
		return "bright-" + colors[number-8]
	case number >= 16:
		return fmt.Sprintf("color%d", number)
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
