package show

import (
	"encoding/json"
	"strings"
)

// Scope is the identifier scope of the production's graph (OMC).
const Scope = "lantern"

type object = map[string]any

func ref(kind, value string) object {
	return object{"identifier": []object{{"identifierScope": Scope, "identifierValue": kind + "/" + value}}}
}

func entity(kind, short, value, name string, more object) object {
	e := ref(short, value)
	e["schemaVersion"] = "https://movielabs.com/omc/json/schema/v2.8"
	e["entityType"] = kind
	e["name"] = name
	for k, v := range more {
		e[k] = v
	}
	return e
}

// scenes of the sequence and the clips that were shot for each.
var scenes = []struct{ number, header, name, clips string }{
	{"12", "Ext. Harbour - Night", "The harbour", "12 13 14"},
	{"15", "Int. Lighthouse - Night", "The lamp room", "15 16"},
	{"27", "Ext. Breakwater - Storm", "The storm", "27 28"},
	{"31", "Ext. Breakwater - Dawn", "After the storm", "31"},
}

// Graph is the production as OMC-JSON: the work, its scenes as told and as
// shot, the slates, and for each camera clip an asset with its structure.
func Graph() []byte {
	graph := []object{
		entity("CreativeWork", "cw", "lantern-keeper", Name, object{"creativeWorkType": "movie"}),
	}
	for _, s := range scenes {
		graph = append(graph, entity("NarrativeScene", "nscn", s.number, s.name, object{"sceneNumber": s.number, "sceneHeader": s.header}))
		var slates []object
		for _, r := range Reels() {
			number := strings.TrimRight(strings.Split(r.Clip, "-")[0], "ABCDEFGH")
			if !strings.Contains(" "+s.clips+" ", " "+number+" ") {
				continue
			}
			slates = append(slates, ref("slt", r.Clip))
			graph = append(graph,
				entity("Slate", "slt", r.Clip, r.Clip, object{"slateUID": r.Clip, "cameraRoll": r.Reel[:4], "recordingFPS": "24"}),
				entity("Asset", "ast", r.Reel, r.Reel, object{
					"assetFC": object{"functionalType": "capture.ocf"},
					"AssetSC": entity("AssetSC", "asc", r.Reel, r.Reel, object{"structuralType": "digital.movingImage"}),
					"Context": []object{entity("Context", "cxt", "take-"+r.Reel, "take", object{"for": object{"Slate": []object{ref("slt", r.Clip)}}})},
				}))
		}
		graph = append(graph, entity("ProductionScene", "pscn", s.number, s.name, object{
			"sceneNumber": s.number, "sceneHeader": s.header,
			"Context": []object{entity("Context", "cxt", "scene-"+s.number, "scene", object{
				"represents": object{"NarrativeScene": []object{ref("nscn", s.number)}},
				"has":        object{"Slate": slates},
			})},
		}))
	}
	b, err := json.MarshalIndent(graph, "", "  ")
	if err != nil {
		return nil // maps of strings are always JSON
	}
	return b
}
