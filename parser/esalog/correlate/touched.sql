-- The records that lines behind `seen_line` name, or lines that were taken back, and those whose
-- answer hangs on them, as far as they were there before: ids above the last ones are all new.
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

CREATE OR REPLACE TEMP TABLE touched_messages AS
WITH RECURSIVE seeds AS (
    SELECT gateway, mid FROM naming WHERE mid > 0
    UNION
    SELECT gateway, unnest(mids) FROM injections SEMI JOIN touched_injections USING (gateway, icid)
    UNION
    SELECT gateway, unnest(mids) FROM deliveries SEMI JOIN touched_deliveries USING (gateway, dcid)
),
kin AS (
    SELECT gateway, mid, other FROM naming WHERE mid > 0 AND other > 0
    UNION
    SELECT gateway, mid, parent FROM receipts WHERE parent IS NOT NULL
    UNION
    SELECT gateway, parent, mid FROM receipts WHERE parent IS NOT NULL
),
reached AS (
    SELECT gateway, mid FROM seeds
    UNION
    SELECT kin.gateway, kin.other
    FROM reached JOIN kin ON kin.gateway = reached.gateway AND kin.mid = reached.mid
)
SELECT gateway, mid FROM reached WHERE mid <= getvariable('last_mid');

DROP TABLE naming;

SET VARIABLE lowest_line = (
    SELECT coalesce(min(first_line), 0) FROM (
        SELECT min(first_line) AS first_line FROM injections
            SEMI JOIN touched_injections USING (gateway, icid)
        UNION ALL
        SELECT min(first_line) FROM deliveries SEMI JOIN touched_deliveries USING (gateway, dcid)
        UNION ALL
        SELECT min(first_line) FROM receipts SEMI JOIN touched_messages USING (gateway, mid)
        UNION ALL
        SELECT getvariable('seen_line') + 1
    )
);

DELETE FROM connection_resets USING touched_injections AS touched
WHERE kind = 'injection' AND connection_resets.gateway = touched.gateway AND id = icid;

DELETE FROM connection_resets USING touched_deliveries AS touched
WHERE kind = 'delivery' AND connection_resets.gateway = touched.gateway AND id = dcid;

DELETE FROM message_resets USING touched_messages AS touched
WHERE message_resets.gateway = touched.gateway AND message_resets.mid = touched.mid;

DELETE FROM injections USING touched_injections AS touched
WHERE injections.gateway = touched.gateway AND injections.icid = touched.icid;

DELETE FROM deliveries USING touched_deliveries AS touched
WHERE deliveries.gateway = touched.gateway AND deliveries.dcid = touched.dcid;

DELETE FROM receipts USING touched_messages AS touched
WHERE receipts.gateway = touched.gateway AND receipts.mid = touched.mid;

DELETE FROM recipients USING touched_messages AS touched
WHERE recipients.gateway = touched.gateway AND recipients.mid = touched.mid;

DELETE FROM attempts USING touched_messages AS touched
WHERE attempts.gateway = touched.gateway AND attempts.mid = touched.mid;

-- An attempt may be taken back, so all are worked out again.
DELETE FROM delivery_domains;

DELETE FROM messages USING touched_messages AS touched
WHERE messages.gateway = touched.gateway AND messages.mid = touched.mid;
