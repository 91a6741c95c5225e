# the pages: PAGES += dcoskube.7
