-- Rows that were idle make records as all others do.
INSERT INTO decisive_events BY NAME FROM idle_events;

DELETE FROM idle_events;
