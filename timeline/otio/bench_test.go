package otio_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/selsyn/selsyn/internal/cpu"
	"github.com/selsyn/selsyn/timeline/otio"
)

// largeDocument is a document of at least size bytes, written with the
// indentation and the fields that are usual.
func largeDocument(size int) []byte {
	var b strings.Builder
	b.WriteString("{\n    \"OTIO_SCHEMA\": \"Timeline.1\",\n    \"metadata\": {},\n    \"name\": \"large\",\n    \"global_start_time\": null,\n    \"tracks\": {\n        \"OTIO_SCHEMA\": \"Stack.1\",\n        \"metadata\": {},\n        \"name\": \"tracks\",\n        \"source_range\": null,\n        \"effects\": [],\n        \"markers\": [],\n        \"enabled\": true,\n        \"children\": [\n            {\n                \"OTIO_SCHEMA\": \"Track.1\",\n                \"metadata\": {},\n                \"name\": \"V\",\n                \"source_range\": null,\n                \"effects\": [],\n                \"markers\": [],\n                \"enabled\": true,\n                \"kind\": \"Video\",\n                \"children\": [")
	for n := 0; b.Len() < size; n++ {
		if n > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `
                    {
                        "OTIO_SCHEMA": "Clip.2",
                        "metadata": {
                            "cmx_3600": {
                                "comments": [
                                    "SOURCE FILE: ZZ100_%03d.LAY3.01"
                                ],
                                "reel": "ZZ100_%d"
                            }
                        },
                        "name": "ZZ100_%d (LAY3)",
                        "source_range": {
                            "OTIO_SCHEMA": "TimeRange.1",
                            "duration": {
                                "OTIO_SCHEMA": "RationalTime.1",
                                "rate": 24.0,
                                "value": 31.0
                            },
                            "start_time": {
                                "OTIO_SCHEMA": "RationalTime.1",
                                "rate": 24.0,
                                "value": %d.0
                            }
                        },
                        "effects": [],
                        "markers": [],
                        "enabled": true,
                        "media_references": {
                            "DEFAULT_MEDIA": {
                                "OTIO_SCHEMA": "ExternalReference.1",
                                "metadata": {},
                                "name": "",
                                "available_range": null,
                                "available_image_bounds": null,
                                "target_url": "file:///media/ZZ100_%d.mov"
                            }
                        },
                        "active_media_reference_key": "DEFAULT_MEDIA"
                    }`, n, n, n, 86400+n, n)
	}
	b.WriteString("\n                ]\n            }\n        ]\n    }\n}\n")
	return []byte(b.String())
}

func BenchmarkReadAndWrite(b *testing.B) {
	data := largeDocument(1_720_000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	begin := cpu.Used(b)
	for b.Loop() {
		cut, _, err := otio.Read(bytes.NewReader(data), otio.Options{})
		if err != nil {
			b.Fatal(err)
		}
		var out bytes.Buffer
		out.Grow(len(data))
		if _, err := otio.Write(&out, cut); err != nil || !bytes.Equal(out.Bytes(), data) {
			b.Fatalf("got %d bytes and %v, want the %d that were read", out.Len(), err, len(data))
		}
	}
	cpu.Report(b, begin, 1, "document")
}

func BenchmarkRead(b *testing.B) {
	data := largeDocument(1_720_000)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := otio.Read(bytes.NewReader(data), otio.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
