package timeline

// Diff says what changed from cut a to cut b.
func Diff(a, b *Cut, opt DiffOptions) *Changes {
	return &Changes{Changes: []Change{}, a: a, b: b}
}
