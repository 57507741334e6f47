-- Lines that tell of a delivery that is tried again later.
SELECT DISTINCT line FROM events
WHERE event = 'delayed'
ORDER BY line;
