package registry

// Packed are the assets as they come back from memory.
func Packed(assets ...*Asset) []*Asset {
	var all []packed
	for _, a := range assets {
		all = append(all, pack(a))
	}
	return join(all).assets()
}
