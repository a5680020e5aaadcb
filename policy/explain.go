package policy

// Explanation is a decision with every rule that was looked at. It is for
// administrators: it tells what exists.
type Explanation struct {
	Decision
	Considered []Step
}

// Step is what was found about one rule.
type Step struct {
	Rule    string `json:"rule"`
	Effect  Effect `json:"effect"`
	Applies bool   `json:"applies"`
	Failed  string `json:"failed,omitempty"` // the first part of the rule that did not hold: "until", "what.kind"
	Because string `json:"because,omitempty"`
}

type trace struct{ steps []Step }

func (t *trace) add(n *node, failed *part) {
	s := Step{Rule: n.rule.ID, Effect: n.rule.Effect, Applies: failed == nil, Because: n.rule.Because}
	if failed != nil {
		s.Failed = failed.name
	}
	t.steps = append(t.steps, s)
}

// Explain is Decide with the reasons: the same evaluator, which here does not
// stop at the first answer. Rules about other subjects or other things by the
// index (another id, shot or production) are not looked at and not listed.
func (s *Set) Explain(req *Request) Explanation {
	var tr trace
	d := s.eval(req, &tr)
	return Explanation{Decision: d, Considered: tr.steps}
}
