package timeline

// Pull says which frames must be pulled for the cut. Changes against the cut
// before may be nil, and so may sources and history.
func Pull(cut *Cut, changes *Changes, sources []Source, policy PullPolicy, history PulledPlates) *PullPlan {
	return &PullPlan{Cut: cut.Name, Rate: cut.Rate, Policy: policy.filled()}
}
