package api

import (
	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
)

// list is the form of every list.
type list[T any] struct {
	Items []T    `json:"items" nullable:"false"`
	Next  string `json:"next,omitempty" doc:"Pass as after to get the next page; absent on the last one."`
}

// PageQuery chooses a page of a list.
type PageQuery struct {
	After string `query:"after" doc:"Where the page before ended, as its next says; empty for the first page."`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"100" doc:"The most items of the page."`
}

// page is one page of a list that the services give in whole, behind the item
// with the key that after names. What the caller may not see is not in the list,
// so that a key of it is as good as any that never was.
func page[T any](all []T, err error, q PageQuery, key func(T) string) (*reply[list[T]], error) {
	if err != nil {
		return nil, err
	}
	if q.After != "" {
		if all = behind(all, q.After, key); all == nil {
			return nil, errNoPlace
		}
	}
	out := list[T]{Items: append([]T{}, all[:min(q.Limit, len(all))]...)}
	if len(out.Items) < len(all) {
		out.Next = key(out.Items[len(out.Items)-1])
	}
	return &reply[list[T]]{out}, nil
}

// errNoPlace is of a list that cannot go on where a caller says that it ended.
var errNoPlace = errs.E("api.page", errs.Invalid, "", errs.Text("after: the list has no such place; begin again without it"))

// ordered checks after for a list whose pages are cut by the services, in order
// of identifiers: any is a place, whether there is such a thing any more or not.
func (q PageQuery) ordered(is func(string) bool) error {
	if q.After == "" || is(q.After) {
		return nil
	}
	return errNoPlace
}

// isURN reports whether the text is an identifier as we write it.
func isURN(text string) bool {
	urn, err := id.Parse(text)
	return err == nil && string(urn) == text
}

// behind is what follows the item with the key; nil when there is none.
func behind[T any](all []T, after string, key func(T) string) []T {
	for i := range all {
		if key(all[i]) == after {
			return all[i+1:]
		}
	}
	return nil
}

// items is a list without pages.
func items[T any](all []T, err error) (*reply[list[T]], error) {
	if err != nil {
		return nil, err
	}
	return &reply[list[T]]{list[T]{Items: append([]T{}, all...)}}, nil
}
