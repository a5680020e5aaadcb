package ale

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/selsyn/selsyn/finding"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/timeline"
)

// log is a log taken apart.
type log struct {
	opt  Options
	rep  *finding.Report
	text string
	end  string // line end

	rate    media.Rate
	columns []string
	at      map[string]int // column by its name in capitals
	rows    []row
}

type row struct {
	line     int
	from, to int // in the text, without line end
}

func open(r io.Reader, opt Options) (*log, error) {
	l := &log{opt: opt, rep: &finding.Report{Limit: opt.MaxFindings}, end: "\n", at: map[string]int{}}
	limit := opt.MaxBytes
	if limit == 0 {
		limit = DefaultMaxBytes
	}
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if int64(len(data)) > limit {
		data = data[:limit]
		l.note(tooLarge, 0, 0, "the log is longer than %d bytes; what lies beyond is not read", limit)
	}
	l.text = string(data)
	l.parse()
	return l, err
}

func (l *log) note(rule finding.Rule, line, col int, format string, args ...any) {
	limit := l.opt.MaxFindings
	if limit == 0 {
		limit = finding.DefaultLimit
	}
	if l.rep.Count(rule.Code) >= limit {
		l.rep.Add(finding.Finding{Code: rule.Code, Severity: rule.Severity})
		return
	}
	l.rep.Add(rule.At(finding.Where{File: l.opt.Name, Line: line, Column: col}, format, args...))
}

type part int

const (
	before part = iota
	heading
	columns
	data
)

func (l *log) parse() {
	if !utf8.ValidString(l.text) {
		l.note(encoding, 0, 0, "the log holds bytes that are not UTF-8; they are read as Latin-1")
	}
	in, seen, n, skipped := before, before, 0, 0
	for pos := 0; pos < len(l.text); {
		from := pos
		for pos < len(l.text) && l.text[pos] != '\n' && l.text[pos] != '\r' {
			pos++
		}
		to := pos
		if pos < len(l.text) {
			pos++
			if l.text[to] == '\r' && pos < len(l.text) && l.text[pos] == '\n' {
				pos++
			}
		}
		if n++; n == 1 && to < len(l.text) {
			l.end = l.text[to:pos]
		}
		line := l.text[from:to]
		if n == 1 {
			line = strings.TrimPrefix(line, "\xef\xbb\xbf")
		}
		if next, ok := opens(line); ok && next > in {
			if next > seen+1 {
				l.note(noPart, n, 1, "%q stands here before the parts that must come first", strings.TrimSpace(line))
			}
			in, seen = next, next
			continue
		}
		if in != data && strings.TrimSpace(line) == "" || strings.Trim(line, " \t\x00\x1a") == "" {
			continue
		}
		switch in {
		case before:
			l.note(noPart, n, 1, "a log begins with the line Heading; this line is kept and not understood")
			in = heading
			l.heading(line, n)
		case heading:
			l.heading(line, n)
		case columns:
			l.columnNames(line, n)
		case data:
			if len(l.rows) < maxClips {
				l.rows = append(l.rows, row{n, from, to})
				break
			}
			if skipped++; skipped == 1 {
				l.note(tooLarge, n, 1, "only %d rows become clips; this and those that follow are kept as text", maxClips)
			}
		}
	}
	if seen != data {
		l.note(noPart, n, 0, "the log ends before the line Data")
	} else if len(l.rows) == 0 {
		l.note(noRows, n, 0, "the log has no rows")
	}
}

func opens(line string) (part, bool) {
	switch strings.ToUpper(strings.TrimRight(line, " \t")) {
	case "HEADING":
		return heading, true
	case "COLUMN":
		return columns, true
	case "DATA":
		return data, true
	}
	return before, false
}

// heading reads names and values, one pair on a line or several.
func (l *log) heading(line string, n int) {
	words := strings.Split(line, "\t")
	for i := 0; i+1 < len(words); i += 2 {
		value := strings.TrimSpace(words[i+1])
		switch strings.ToUpper(strings.TrimSpace(words[i])) {
		case "FPS":
			rate, err := media.ParseRate(value)
			if err != nil {
				l.note(noRate, n, 1, "FPS %q is no rate", clip(value))
				continue
			}
			l.rate = rate
		case "FIELD_DELIM":
			if !strings.EqualFold(value, "TABS") {
				l.note(delimiter, n, 1, "the heading wants cells parted by %q; they are read by tabs", clip(value))
			}
		}
	}
}

func (l *log) columnNames(line string, n int) {
	if l.columns != nil {
		l.note(noPart, n, 1, "a second line of columns is kept and not understood")
		return
	}
	l.columns = strings.Split(line, "\t")
	for i, name := range l.columns {
		name = strings.TrimSpace(name)
		l.columns[i] = timeline.Latin(name)
		key := strings.ToUpper(name)
		if key == "" {
			continue
		}
		if _, dup := l.at[key]; dup {
			l.note(twice, n, 1, "column %q stands twice; the first is read", clip(name))
			continue
		}
		l.at[key] = i
	}
}

// cells are the cells of a row, as written.
func (l *log) cells(r row) []string { return strings.Split(l.text[r.from:r.to], "\t") }

// cell is the first cell that is filled of several columns.
func (l *log) cell(cells []string, names ...string) string {
	for _, name := range names {
		if i, ok := l.at[name]; ok && i < len(cells) {
			if v := strings.TrimSpace(cells[i]); v != "" {
				return timeline.Latin(v)
			}
		}
	}
	return ""
}

func clip(s string) string {
	if len(s) > 40 {
		s = s[:40] + "..."
	}
	return timeline.Latin(s)
}
