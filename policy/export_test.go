package policy

// Arg is the SQL argument of a value, and Members the texts of a set.
func Arg(v Value) any { return v.arg() }

func Members(v Value) []string {
	var out []string
	for _, m := range v.list {
		out = append(out, m.text)
	}
	return out
}
