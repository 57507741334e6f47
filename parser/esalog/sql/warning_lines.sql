-- Lines that tell of a delivery that is tried again later.
SELECT DISTINCT line FROM decisive_events
WHERE event = 'delayed'
ORDER BY line;
