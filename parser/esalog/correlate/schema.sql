-- What a load keeps, beside the records: one row per line and message that it names. `second` tells
-- which lines may be shuffled: those of one second in syslog, whatever its year.
CREATE TABLE decisive_events (
    line BIGINT NOT NULL,
    gateway UINTEGER NOT NULL,
    form USMALLINT NOT NULL,
    event event NOT NULL,
    stamp BIGINT,
    second BIGINT,
    icid BIGINT,
    mid BIGINT,
    other BIGINT,
    dcid BIGINT,
    rids VARCHAR,
    value VARCHAR
);

-- Rows that change no record: with these, no message begins or ends elsewhere.
CREATE TABLE idle_events (
    line BIGINT NOT NULL,
    gateway UINTEGER NOT NULL,
    form USMALLINT NOT NULL,
    event event NOT NULL,
    stamp BIGINT,
    mid BIGINT,
    value VARCHAR
);

-- For those who ask; the records hang on the decisive ones alone.
CREATE VIEW events AS FROM decisive_events UNION ALL BY NAME FROM idle_events;

-- What lines named that were taken back since records were made.
CREATE TABLE taken_back (
    gateway UINTEGER,
    icid BIGINT,
    mid BIGINT,
    other BIGINT,
    dcid BIGINT
);

-- How often the records have been brought up to the lines, and up to which.
CREATE TABLE revision AS SELECT 0 AS number, 0::BIGINT AS line;

CREATE TABLE gateways (number UINTEGER, name VARCHAR);

CREATE TABLE connection_resets (
    kind VARCHAR,
    gateway UINTEGER,
    id BIGINT,
    from_lines BIGINT[]
);

CREATE TABLE message_resets (gateway UINTEGER, mid BIGINT, from_lines BIGINT[]);

-- domain: that of the first sender, else of the host.
CREATE TABLE injections (
    gateway UINTEGER,
    icid BIGINT,
    generation BIGINT,
    opened TIMESTAMP,
    closed TIMESTAMP,
    interface VARCHAR,
    interface_ip VARCHAR,
    remote_ip VARCHAR,
    remote_host VARCHAR,
    verified BOOLEAN,
    access_rule VARCHAR,
    sender_group VARCHAR,
    match VARCHAR,
    sbrs VARCHAR,
    country VARCHAR,
    auth_user VARCHAR,
    tls VARCHAR,
    tls_protocol VARCHAR,
    tls_cipher VARCHAR,
    tls_reason VARCHAR,
    lost BOOLEAN,
    mids BIGINT[],
    first_line BIGINT,
    last_line BIGINT,
    stamp TIMESTAMP,
    has_opened BOOLEAN,
    success_line BIGINT,
    failure_line BIGINT,
    domain VARCHAR
);

CREATE TABLE deliveries (
    gateway UINTEGER,
    dcid BIGINT,
    generation BIGINT,
    opened TIMESTAMP,
    closed TIMESTAMP,
    interface VARCHAR,
    remote_ip VARCHAR,
    port INTEGER,
    tls VARCHAR,
    tls_protocol VARCHAR,
    tls_cipher VARCHAR,
    tls_reason VARCHAR,
    tls_peer VARCHAR,
    tls_domain VARCHAR,
    error VARCHAR,
    mids BIGINT[],
    first_line BIGINT,
    last_line BIGINT,
    stamp TIMESTAMP,
    has_opened BOOLEAN,
    success_line BIGINT,
    failure_line BIGINT
);

-- What messages take from connections (steps `received` and `delivered`), one row a generation: while
-- it stays, they stay.
CREATE VIEW taken_of_connections AS
SELECT 'injection' AS kind, gateway, icid AS id, generation, first_line, has_opened, success_line,
    failure_line, access_rule, tls_protocol
FROM injections
UNION ALL BY NAME
SELECT 'delivery' AS kind, gateway, dcid AS id, generation, first_line, has_opened, tls,
    tls_protocol, tls_cipher, tls_reason
FROM deliveries;

-- parent, first_line: as of the message, for loads that make no messages.
CREATE TABLE receipts (
    gateway UINTEGER,
    mid BIGINT,
    generation BIGINT,
    tls_received VARCHAR,
    received_protocol VARCHAR,
    injection_generation BIGINT,
    origin_icid BIGINT,
    origin_generation BIGINT,
    access_rule VARCHAR,
    parent BIGINT,
    first_line BIGINT
);

CREATE TABLE recipients (
    gateway UINTEGER,
    mid BIGINT,
    generation BIGINT,
    rid BIGINT,
    address VARCHAR,
    status VARCHAR,
    tls VARCHAR,
    dcid BIGINT,
    delivery_generation BIGINT,
    tls_protocol VARCHAR,
    tls_cipher VARCHAR,
    tls_reason VARCHAR,
    attempts BIGINT
);

-- sent_by: the delivery connections that settled its recipients. addresses: those of the recipients
-- by RID, a newline between them. origin_icid: the connection that the message, or the one that it was
-- made from, came by. direction: `out` when that was relayed, or when the appliance made the message
-- and tried to deliver it; `in` by any other access rule. mixed_states: those of the recipients, null
-- where they have the same. root_mid: where its family begins, itself
-- without one.
CREATE TABLE messages (
    gateway UINTEGER,
    mid BIGINT,
    generation BIGINT,
    icid BIGINT,
    sender VARCHAR,
    subject VARCHAR,
    message_id VARCHAR,
    size BIGINT,
    policy VARCHAR,
    started TIMESTAMP,
    finished TIMESTAMP,
    status VARCHAR,
    status_detail VARCHAR,
    tls_received VARCHAR,
    tls_delivered VARCHAR,
    parent BIGINT,
    relation VARCHAR,
    children BIGINT[],
    sent_by STRUCT(dcid BIGINT, generation BIGINT)[],
    first_line BIGINT,
    last_line BIGINT,
    stamp TIMESTAMP,
    injection_generation BIGINT,
    received_protocol VARCHAR,
    delivered_protocol VARCHAR,
    delivered_reason VARCHAR,
    mixed_states VARCHAR[],
    addresses VARCHAR,
    recipient_count BIGINT,
    origin_icid BIGINT,
    origin_generation BIGINT,
    direction VARCHAR,
    root_mid BIGINT,
    root_generation BIGINT
);

-- line: its first line; outcome: the event that ended it, null while none has; domain: that of the
-- recipient, in small letters.
CREATE TABLE attempts (
    gateway UINTEGER,
    mid BIGINT,
    generation BIGINT,
    rid BIGINT,
    dcid BIGINT,
    delivery_generation BIGINT,
    line BIGINT,
    last_line BIGINT,
    outcome VARCHAR,
    done_line BIGINT,
    domain VARCHAR
);

-- The domain of the first recipient that each delivery connection was used for.
CREATE TABLE delivery_domains (gateway UINTEGER, dcid BIGINT, generation BIGINT, domain VARCHAR);

-- Deliveries with the domain that they were for: that of the first recipient, else that of the
-- certificate.
CREATE VIEW told_deliveries AS
SELECT deliveries.rowid AS rowid, deliveries.*, coalesce(named.domain, tls_domain) AS domain
FROM deliveries LEFT JOIN delivery_domains AS named USING (gateway, dcid, generation);
