-- Every run adds to the month of every server: room on the pages keeps those moves off the index.
ALTER TABLE server_months SET (fillfactor = 60);
