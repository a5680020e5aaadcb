// Package errs says what went wrong in a form that every edge can use: what we
// did, what kind of failure it was, and to which thing.
//
// An error is for what stopped us. A bad package, cut or file did not stop us:
// it is a result, and package [finding] describes it.
//
// The kinds stand in one table, from which an HTTP status, a problem type
// (RFC 9457) and a command's exit code follow. Nothing else in Selsyn chooses a
// status or an exit code.
package errs

import (
	"errors"
	"strings"
)

// Op names the operation that failed, as package and function: "turnover.PublishCut".
type Op string

// Error is a failure with its operation, its kind and the thing it happened to.
type Error struct {
	Op   Op     // what we were doing
	Kind Kind   // what sort of failure it was
	ID   string // the thing it happened to; may be empty
	Err  error  // the cause; may be nil
}

// E builds an error. A zero kind is taken over from the cause, so that a
// function which only adds its name keeps what the one below it decided.
func E(op Op, kind Kind, id string, cause error) error {
	if kind == Other {
		kind = KindOf(cause)
	}
	return &Error{Op: op, Kind: kind, ID: id, Err: cause}
}

// Text is a cause made of words alone.
func Text(s string) error { return errors.New(s) }

// Error prints the operation, the thing, the kind and the cause, leaving out
// what is not known.
func (e *Error) Error() string {
	parts := make([]string, 0, 3)
	if head := strings.TrimSpace(string(e.Op) + " " + e.ID); head != "" {
		parts = append(parts, head)
	}
	if e.Err == nil || KindOf(e.Err) != e.Kind {
		parts = append(parts, e.Kind.String())
	}
	if e.Err != nil {
		parts = append(parts, e.Err.Error())
	}
	return strings.Join(parts, ": ")
}

// Unwrap gives the cause to [errors.Is] and [errors.As].
func (e *Error) Unwrap() error { return e.Err }

// KindOf finds the kind of the outermost [Error] in the chain; [Other] when
// there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Other
}

// Is reports whether the error is of the kind.
func Is(err error, kind Kind) bool { return err != nil && KindOf(err) == kind }

// Plain is the message for the person who caused the failure: the causes
// without the operations, which are for those who run the program. What was
// wrapped around a cause by fmt.Errorf stays.
func Plain(err error) string {
	if err == nil {
		return ""
	}
	e, ok := err.(*Error)
	if ok && e.Err == nil {
		return strings.TrimSpace(e.ID + " " + e.Kind.String())
	}
	if ok {
		return Plain(e.Err)
	}
	var inner *Error
	if !errors.As(err, &inner) {
		return err.Error()
	}
	around, whole := strings.CutSuffix(err.Error(), inner.Error())
	if !whole {
		return err.Error()
	}
	return around + Plain(inner)
}
