-- The connections that lines behind `seen_line` name, or lines that were taken back, as far as they
-- were there before: ids above the last ones are all new.
SET VARIABLE last_icid = (SELECT coalesce(max(icid), 0) FROM injections);
SET VARIABLE last_dcid = (SELECT coalesce(max(dcid), 0) FROM deliveries);
SET VARIABLE last_mid = (SELECT coalesce(max(mid), 0) FROM receipts);

CREATE OR REPLACE TEMP TABLE naming AS
SELECT DISTINCT gateway, icid, mid, other, dcid FROM facts WHERE line > getvariable('seen_line')
UNION ALL
SELECT gateway, icid, mid, other, dcid FROM taken_back;

DELETE FROM taken_back;

CREATE OR REPLACE TEMP TABLE touched_injections AS
SELECT DISTINCT gateway, icid FROM naming WHERE icid BETWEEN 1 AND getvariable('last_icid');

CREATE OR REPLACE TEMP TABLE touched_deliveries AS
SELECT DISTINCT gateway, dcid FROM naming WHERE dcid BETWEEN 1 AND getvariable('last_dcid');

SET VARIABLE lowest_line = (
    SELECT coalesce(min(first_line), 0) FROM (
        SELECT min(first_line) AS first_line FROM injections
            SEMI JOIN touched_injections USING (gateway, icid)
        UNION ALL
        SELECT min(first_line) FROM deliveries SEMI JOIN touched_deliveries USING (gateway, dcid)
        UNION ALL
        SELECT getvariable('seen_line') + 1
    )
);

-- What their messages took from them.
CREATE OR REPLACE TEMP TABLE taken_before AS
SELECT * FROM taken_of_connections
SEMI JOIN (
    SELECT 'injection' AS kind, gateway, icid AS id FROM touched_injections
    UNION ALL
    SELECT 'delivery', gateway, dcid FROM touched_deliveries
) USING (kind, gateway, id);

DELETE FROM connection_resets USING touched_injections AS touched
WHERE kind = 'injection' AND connection_resets.gateway = touched.gateway AND id = icid;

DELETE FROM connection_resets USING touched_deliveries AS touched
WHERE kind = 'delivery' AND connection_resets.gateway = touched.gateway AND id = dcid;

DELETE FROM injections USING touched_injections AS touched
WHERE injections.gateway = touched.gateway AND injections.icid = touched.icid;

DELETE FROM deliveries USING touched_deliveries AS touched
WHERE deliveries.gateway = touched.gateway AND deliveries.dcid = touched.dcid;
