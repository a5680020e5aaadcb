package timeline

// groups numbers the items of both lists so that any two that could be of the
// same source have the same number. Being in one group proves nothing:
// [names.same] decides.
func groups(a, b *list) {
	u := union{token: make(map[string]int, len(a.items)+len(b.items))}
	short := make(map[string]bool)
	for _, l := range [...]*list{a, b} {
		for _, it := range l.items {
			if len(it.names.reel) == reelLimit {
				short[it.names.reel] = true
			}
		}
	}
	for _, l := range [...]*list{a, b} {
		for _, it := range l.items {
			it.group = u.join(&it.names, short)
		}
	}
	for _, l := range [...]*list{a, b} {
		for _, it := range l.items {
			it.group = u.find(it.group)
		}
	}
}

// union is a union-find over names.
type union struct {
	token  map[string]int
	parent []int
}

func (u *union) join(n *names, short map[string]bool) int {
	root := -1
	add := func(prefix byte, s string) {
		if s == "" {
			return
		}
		key := s
		if prefix != 0 {
			key = string(prefix) + s
		}
		t, ok := u.token[key]
		if !ok {
			t = len(u.parent)
			u.token[key] = t
			u.parent = append(u.parent, t)
		}
		t = u.find(t)
		if root >= 0 && root != t {
			u.parent[t] = root
			return
		}
		root = t
	}
	add(1, n.id)
	add(2, n.umid)
	add(0, n.reel)
	if len(n.reel) > reelLimit && short[n.reel[:reelLimit]] {
		add(0, n.reel[:reelLimit])
	}
	add(0, n.file)
	add(0, n.clip)
	if root < 0 {
		add(3, "nameless")
	}
	return root
}

func (u *union) find(t int) int {
	for u.parent[t] != t {
		u.parent[t] = u.parent[u.parent[t]]
		t = u.parent[t]
	}
	return t
}
