package api

// Operations lists the operations of the document, for the tests outside.
func Operations() []Operation {
	_, a := new(Server).routes()
	var all []Operation
	for pattern, op := range operations(a.OpenAPI()) {
		access, _ := op.Extensions["x-selsyn-access"].(map[string]any)
		action, _ := access["action"].(string)
		all = append(all, Operation{ID: op.OperationID, Pattern: pattern, Action: action, Public: access["public"] == true})
	}
	return all
}

// Operation is what the deny matrix needs of one.
type Operation struct {
	ID, Pattern, Action string
	Public              bool
}

// Update reports whether golden files are to be written anew.
func Update() bool { return *update }
