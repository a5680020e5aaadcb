package aaf_test

type golden struct {
	summary  string
	pictures []string
	findings string
}

var goldens = map[string]golden{
	"2997fps-DFTC": {"30000/1001 from 05:00:00;00: video 1/1 audio 6/6 markers 0", []string{
		"V1 0-2989 0-2989",
	}, ""},
	"linear_speed_effects": {"24 from 01:00:00:00: video 20/1 audio 0/1 markers 0", []string{
		"V1 0-1 0-1",
		"V1 0-1 1-3 1/2",
		"V1 0-1 3-6 1/3",
		"V1 0-1 6-10 1/4",
		"V1 0-2 10-11 2/1",
		"V1 0-2 11-13",
		"V1 0-2 13-16 2/3",
		"V1 0-2 16-20 1/2",
		"V1 0-3 20-21 3/1",
		"V1 0-3 21-23 3/2",
		"V1 0-3 23-26",
		"V1 0-3 26-30 3/4",
		"V1 0-4 30-31 4/1",
		"V1 0-4 31-33 2/1",
		"V1 0-4 33-36 4/3",
		"V1 0-4 36-40",
		"V1 0-5 40-41 5/1",
		"V1 0-5 41-43 5/2",
		"V1 0-5 43-46 5/3",
		"V1 0-5 46-50 5/4",
	}, ""},
	"multiple_markers": {"24 from 01:00:00:00: video 22/5 audio 0/1 markers 10", []string{
		"V1 1001-1194 192-385 reel zox03_0010_comp_review_base_v002",
		"V1 1001-1261 385-645 reel zox03_0010_comp_review_base_v002",
		"V1 1001-1213 645-857 reel zox03_0010_comp_review_base_v002",
		"V1 1001-1160 857-1016 reel zox03_0010_comp_review_base_v002",
		"V1 1001-1117 1016-1132 reel zox03_0010_comp_review_base_v002",
		"V1 1001-1277 1132-1408 reel zox03_0010_comp_review_base_v002",
		"V1 1001-1183 1408-1590 reel zox03_0010_comp_review_base_v002",
		"V1 1001-1220 1590-1809 reel zox03_0010_comp_review_base_v002",
		"V1 1001-1194 1809-2002 reel zox03_0010_comp_review_base_v002",
		"V1 1001-1242 2002-2243 reel zox03_0010_comp_review_base_v002",
		"V4 86400-86592 0-192",
		"V4 86400-86593 192-385",
		"V4 86400-86660 385-645",
		"V4 86400-86612 645-857",
		"V4 86400-86559 857-1016",
		"V4 86400-86516 1016-1132",
		"V4 86400-86676 1132-1408",
		"V4 86400-86582 1408-1590",
		"V4 86400-86619 1590-1809",
		"V4 86400-86593 1809-2002",
		"V4 86400-86641 2002-2243",
		"V4 86464-86496 2243-2275",
	}, "AAF-0012 AAF-0012"},
	"multitrack": {"24 from 01:00:00:00: video 5/3 audio 16/3 markers 3", []string{
		"V1 86400-87120 0-720",
		"V1 86400-87122 803-1525",
		"V1 86400-87120 1957-2677",
		"V2 86400-86880 482-962",
		"V3 86400-87040 1198-1838",
	}, ""},
	"nested_stack": {"24 from 01:00:00:00: video 4/1 audio 0/1 markers 0", []string{
		"V1 24-39 0-15",
		"V1 0-33 15-48 nested 5",
		"V1 39-40 48-49",
		"V1 86432-86448 49-65",
	}, ""},
	"one_clip": {"24 from 01:00:00:00: video 1/1 audio 1/3 markers 1", []string{
		"V1 86501-86511 0-10 reel ppjoshm_1.SIM1.02",
	}, ""},
	"simple": {"24 from 01:00:00:00: video 5/1 audio 10/3 markers 0", []string{
		"V1 86400-87120 0-720",
		"V1 86400-86880 720-1200",
		"V1 86400-87122 1200-1922",
		"V1 86400-87040 1922-2562",
		"V1 86400-87120 2562-3282",
	}, ""},
	"timecode_test": {"24 from 01:00:00:00: video 2/1 audio 0/1 markers 0", []string{
		"V1 24-48 0-24",
		"V1 86424-86448 24-48",
	}, ""},
	"transitions": {"24 from 01:00:00:00: video 6/1 audio 12/3 markers 0", []string{
		"V1 86400-86517 0-117 fade 0/12",
		"V1 86523-86600 117-194 dissolve 48/48",
		"V1 0-53 194-247 fade 12/24 reel BL",
		"V1 55-199 247-391 fade 24/48",
		"V1 86400-86530 391-521",
		"V1 0-0 521-521 fade 48/48 reel BL",
	}, ""},
	"trims": {"24 from 01:00:00:00: video 5/1 audio 10/3 markers 0", []string{
		"V1 86400-87120 0-720",
		"V1 86521-86880 720-1079",
		"V1 86523-86923 1079-1479",
		"V1 0-559 1479-2038",
		"V1 86469-87120 2146-2797",
	}, ""},
	"utf8": {"24 from 01:00:00:00: video 1/1 audio 1/3 markers 1", []string{
		"V1 86501-86511 0-10 reel ppjoshm_1.SIM1.02",
	}, ""},
}
