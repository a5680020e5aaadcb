package finding

// DefaultLimit is how many findings of one code a [Report] keeps when its
// Limit is zero.
const DefaultLimit = 1000

// Report gathers findings. It is bounded: of one code it keeps Limit findings
// and counts the rest, so that ten million bad lines do not fill the memory.
// The zero value is ready to use. A Report is not safe for concurrent use.
type Report struct {
	Limit int // findings kept per code; zero means [DefaultLimit], negative no limit

	kept    []Finding
	seen    map[Code]int
	highest Severity
}

// Add takes findings up, in the order in which they were found.
func (r *Report) Add(findings ...Finding) {
	if r.seen == nil {
		r.seen = make(map[Code]int)
	}
	limit := r.Limit
	if limit == 0 {
		limit = DefaultLimit
	}
	for _, f := range findings {
		r.seen[f.Code]++
		r.highest = max(r.highest, f.Severity)
		if limit < 0 || r.seen[f.Code] <= limit {
			r.kept = append(r.kept, f)
		}
	}
}

// Findings are those kept, in the order in which they came.
func (r *Report) Findings() []Finding { return r.kept }

// Count is how many findings of the code came, kept or not.
func (r *Report) Count(code Code) int { return r.seen[code] }

// Len is how many findings came in all, kept or not.
func (r *Report) Len() int {
	n := 0
	for _, c := range r.seen {
		n += c
	}
	return n
}

// Left says how many findings of each code came beyond the limit.
func (r *Report) Left() map[Code]int {
	left := make(map[Code]int)
	for _, f := range r.kept {
		left[f.Code]--
	}
	for c, n := range r.seen {
		if left[c] += n; left[c] == 0 {
			delete(left, c)
		}
	}
	return left
}

// Failed reports whether any finding is an error.
func (r *Report) Failed() bool { return len(r.seen) > 0 && r.highest == Error }

// Has reports whether a finding of the code came.
func (r *Report) Has(code Code) bool { return r.seen[code] > 0 }
