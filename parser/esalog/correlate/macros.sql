-- Words shared by the steps, and by those who ask for what they left.

CREATE OR REPLACE MACRO generation(from_lines, at_line) AS
    1 + coalesce(len(list_filter(from_lines, lambda begin: begin <= at_line)), 0);

-- How the new message of a line of section G came from the old one; null for other lines.
CREATE OR REPLACE MACRO relation(event) AS
    CASE WHEN event IN ('split', 'rewritten', 'generated', 'bounce', 'reinjected')
        THEN event::VARCHAR END;

CREATE OR REPLACE MACRO moment(seconds) AS make_timestamp(seconds * 1000000);

-- The state of a connection; the rules and their order are those of the contract, section 2.
-- success, failure: its first line of that kind; used: the last line that used it for mail;
-- named_mail: its first line with a MID; opened, ended: whether such lines are in the log.
CREATE OR REPLACE MACRO connection_tls(success, failure, used, named_mail, opened, ended) AS
    CASE
        WHEN success IS NOT NULL THEN 'success'
        WHEN used > failure THEN 'fallback'
        WHEN failure IS NOT NULL AND NOT opened AND named_mail < failure THEN 'unknown'
        WHEN failure IS NOT NULL THEN 'failed'
        WHEN opened AND (ended OR named_mail IS NOT NULL) THEN 'none'
        ELSE 'unknown'
    END;

-- Values in the order of their lines; cheaper by far than an aggregate with ORDER BY.
-- Takes a list of {line: ..., value: ...}.
CREATE OR REPLACE MACRO in_order(pairs) AS
    list_transform(list_sort(pairs), lambda pair: pair.value);

-- The reason of a failure among recipients: the first by MID and RID, of a success the last.
CREATE OR REPLACE MACRO first_reason(tls, at_mid, at_rid, reason) AS
    arg_min(reason, {success: tls = 'success', mid: at_mid, rid: at_rid});

-- The domain of an address, in small letters; null without one.
CREATE OR REPLACE MACRO domain_of(address) AS
    CASE WHEN contains(address, '@') THEN lower(split_part(address, '@', -1)) END;

-- The domain that a host is likely of: its name without the first of more than two labels.
CREATE OR REPLACE MACRO domain_of_host(host) AS
    CASE len(string_split(host, '.'))
        WHEN 1 THEN NULL
        WHEN 2 THEN lower(host)
        ELSE lower(host[instr(host, '.') + 1:])
    END;

CREATE OR REPLACE MACRO unquoted(text) AS
    CASE WHEN length(text) > 1 AND text[1] = text[-1] AND text[1] IN ('''', '"')
        THEN trim(text[2:-2], ' ' || chr(9) || chr(13)) ELSE text END;

CREATE OR REPLACE MACRO unbracketed(text) AS
    CASE WHEN text[1] = '<' AND text[-1] = '>' AND length(text) > 1
        THEN trim(text[2:-2], ' ' || chr(9) || chr(13)) ELSE text END;

CREATE OR REPLACE MACRO is_refused(access_rule) AS
    coalesce(access_rule IN ('REJECT', 'TCPREFUSE'), false);

-- The state of an injection as it is counted: refused without a session or a failure it has none.
CREATE OR REPLACE MACRO counted_tls(access_rule, tls) AS
    CASE WHEN is_refused(access_rule) AND tls IN ('none', 'unknown') THEN 'refused' ELSE tls END;
