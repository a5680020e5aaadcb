package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/selsyn/selsyn/errs"
	"github.com/selsyn/selsyn/id"
	"github.com/selsyn/selsyn/identity"
	"github.com/selsyn/selsyn/media"
	"github.com/selsyn/selsyn/registry"
)

// assetInput is an asset to be registered.
type assetInput struct {
	Identifiers []string        `json:"identifiers,omitempty" maxItems:"64" doc:"urn:uuid:, urn:sha1:, urn:c4id:, an OMC scope and value, and so on." example:"urn:sha1:903e87222bae3fbb79d0ae1502deac4f574e1acf"`
	Name        string          `json:"name,omitempty" maxLength:"500"`
	Kind        string          `json:"kind,omitempty" maxLength:"100" doc:"camera.reel, plate, reference, ..." example:"camera.reel"`
	Reel        string          `json:"reel,omitempty" maxLength:"500" doc:"How cuts call it." example:"A004C002_260311"`
	Clip        string          `json:"clip,omitempty" maxLength:"500" doc:"Its name in the bin."`
	File        string          `json:"file,omitempty" maxLength:"500" doc:"A name, never a place."`
	UMID        string          `json:"umid,omitempty" maxLength:"500"`
	Rate        string          `json:"rate,omitempty" doc:"Frame rate of its timecode: 24, 24000/1001." example:"24"`
	Start       string          `json:"start,omitempty" doc:"Timecode of its first frame." example:"09:00:00:00"`
	Duration    int64           `json:"duration,omitempty" minimum:"0" doc:"Length in frames." example:"2400"`
	Size        int64           `json:"size,omitempty" minimum:"0" doc:"Bytes."`
	MediaType   string          `json:"mediaType,omitempty" maxLength:"200"`
	Sequence    string          `json:"sequence,omitempty" maxLength:"200"`
	Scene       string          `json:"scene,omitempty" maxLength:"200"`
	Shot        string          `json:"shot,omitempty" maxLength:"200"`
	Locations   []locationInput `json:"locations,omitempty" maxItems:"64"`
}

// locationInput is a copy to be registered. Its time is the platform's to say;
// it is taken and passed over, so that a location can be sent as it was read.
type locationInput struct {
	Provider identity.OrgID `json:"provider,omitempty" doc:"Whose copy it is; the registering organisation when empty."`
	Storage  string         `json:"storage,omitempty" doc:"The storage that has it; empty when place is a URL."`
	Place    string         `json:"place" minLength:"1" doc:"Key within the storage, or URL." example:"https://files.example/A004C002_260311.mxf"`
	Priority int64          `json:"priority,omitempty" doc:"Smaller is better."`
	State    registry.State `json:"state,omitempty" doc:"ok when empty; suspect, missing."`
	Added    time.Time      `json:"added,omitzero" doc:"Passed over."`
}

func (in assetInput) registration() (registry.Registration, error) {
	reg := registry.Registration{
		Facts: registry.Facts{
			Name: in.Name, Kind: in.Kind, Reel: in.Reel, Clip: in.Clip, File: in.File, UMID: in.UMID, Size: in.Size,
			MediaType: in.MediaType, Sequence: in.Sequence, Scene: in.Scene, Shot: in.Shot,
		},
		Identifiers: in.Identifiers,
	}
	for _, l := range in.Locations {
		reg.Locations = append(reg.Locations, registry.Location{Provider: l.Provider, Storage: l.Storage, Place: l.Place, Priority: l.Priority, State: l.State})
	}
	if in.Start == "" && in.Duration == 0 {
		if in.Rate != "" { // alone it says nothing, and may be wrong all the same
			if _, err := media.ParseRate(in.Rate); err != nil {
				return reg, errs.E("api.asset", errs.Invalid, "rate", err)
			}
		}
		return reg, nil
	}
	available, err := span(in.Start, in.Rate, in.Duration)
	reg.Available = available
	return reg, err
}

// Asset is an asset as callers see it.
type Asset struct {
	ID          id.URN              `json:"id"`
	Production  string              `json:"production"`
	Org         identity.OrgID      `json:"organisation" doc:"Who registered it and answers for it."`
	Name        string              `json:"name,omitempty"`
	Kind        string              `json:"kind,omitempty"`
	Reel        string              `json:"reel,omitempty"`
	Clip        string              `json:"clip,omitempty"`
	File        string              `json:"file,omitempty"`
	UMID        string              `json:"umid,omitempty"`
	Rate        string              `json:"rate,omitempty"`
	Start       string              `json:"start,omitempty"`
	Duration    int64               `json:"duration,omitempty"`
	Size        int64               `json:"size,omitempty"`
	MediaType   string              `json:"mediaType,omitempty"`
	Sequence    string              `json:"sequence,omitempty"`
	Scene       string              `json:"scene,omitempty"`
	Shot        string              `json:"shot,omitempty"`
	Identifiers []id.URN            `json:"identifiers" nullable:"false"`
	Locations   []registry.Location `json:"locations" nullable:"false"`
	Revision    int64               `json:"revision"`
	Created     time.Time           `json:"created"`
}

func assetOf(a *registry.Asset) Asset {
	out := Asset{
		ID: a.ID, Production: a.Production, Org: a.Org, Name: a.Name, Kind: a.Kind, Reel: a.Reel, Clip: a.Clip, File: a.File, UMID: a.UMID,
		Size: a.Size, MediaType: a.MediaType, Sequence: a.Sequence, Scene: a.Scene, Shot: a.Shot,
		Identifiers: append([]id.URN{}, a.Identifiers...), Locations: append([]registry.Location{}, a.Locations...), Revision: a.Revision, Created: a.Created,
	}
	if rate := a.Available.In.Rate; rate.Valid() {
		out.Rate, out.Duration = rate.String(), a.Available.Duration().Ceil(rate)
		out.Start = media.TimecodeOf(a.Available.In, rate, false)
	}
	return out
}

type assetsInput struct {
	ProductionPath
	PageQuery
	Kind     string `query:"kind"`
	Sequence string `query:"sequence"`
	Scene    string `query:"scene"`
	Shot     string `query:"shot"`
}

func (s *Server) assets(a huma.API) {
	handle(a, route{
		method: http.MethodGet, path: "/v1/productions/{production}/assets", id: "listAssets", tag: "assets", access: needs("asset.read"),
		errors: []int{400}, summary: "List the assets the caller may see, in the order of their registration",
	}, func(ctx context.Context, in *assetsInput) (*reply[list[Asset]], error) {
		p, err := s.Production.Get(ctx, in.Production)
		if err != nil {
			return nil, err
		}
		if err := in.ordered(isURN); err != nil {
			return nil, err
		}
		page, err := s.Registry.List(ctx, registry.Query{Production: string(p.ID), Kind: in.Kind, Sequence: in.Sequence, Scene: in.Scene, Shot: in.Shot, After: id.URN(in.After), Limit: in.Limit})
		if err != nil {
			return nil, err
		}
		out := list[Asset]{Items: []Asset{}, Next: string(page.Next)}
		for _, asset := range page.Assets {
			out.Items = append(out.Items, assetOf(asset))
		}
		return &reply[list[Asset]]{out}, nil
	})
	handle(a, route{
		method: http.MethodPost, path: "/v1/productions/{production}/assets", id: "registerAssets", tag: "assets", access: needs("asset.register"),
		status: http.StatusCreated, body: 64 << 20, errors: []int{400, 403, 409}, summary: "Register assets under their identifiers, all or none",
		description: "Registering again adds identifiers and locations to what is there and changes nothing else.",
	}, func(ctx context.Context, in *struct {
		ProductionPath
		Body struct {
			Items []assetInput `json:"items" nullable:"false" maxItems:"10000"`
		}
	}) (*reply[list[registry.Registered]], error) {
		p, err := s.Production.Get(ctx, in.Production)
		if err != nil {
			return nil, err
		}
		regs := make([]registry.Registration, len(in.Body.Items))
		for i, item := range in.Body.Items {
			if regs[i], err = item.registration(); err != nil {
				return nil, err
			}
		}
		return items(s.Registry.Register(ctx, string(p.ID), regs...))
	})
	handle(a, route{
		method: http.MethodGet, path: "/v1/productions/{production}/assets/{identifier}", id: "getAsset", tag: "assets", access: needs("asset.read"),
		summary: "Get an asset by any of its identifiers",
	}, func(ctx context.Context, in *struct {
		ProductionPath
		Identifier string `path:"identifier"`
	}) (*reply[Asset], error) {
		p, err := s.Production.Get(ctx, in.Production)
		if err != nil {
			return nil, err
		}
		asset, err := s.Registry.Get(ctx, string(p.ID), in.Identifier)
		if err != nil {
			return nil, err
		}
		return &reply[Asset]{assetOf(asset)}, nil
	})
}
