-- Money, by double entry: what an entry adds to one account it takes from others. Nothing is ever changed; what was wrong,
-- or is given back, is another entry that says which one it takes from.
CREATE TABLE ledger_entry (
    studio_id      uuid        NOT NULL REFERENCES studio,
    id             uuid        NOT NULL UNIQUE,
    source         text        NOT NULL,
    external_id    text        NOT NULL, -- the source's own name for it: however often it is told, it is booked once
    currency       text        NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    occurred_at    timestamptz NOT NULL,
    booked_at      timestamptz NOT NULL DEFAULT now(),
    note           text        NOT NULL,
    clip_id        uuid,                 -- the asset that earned it
    click_id       uuid,                 -- by which that is known
    publication_id uuid,
    reverses       uuid,                 -- the entry it takes from, never itself one that takes
    PRIMARY KEY (studio_id, id),
    UNIQUE (studio_id, source, external_id),
    FOREIGN KEY (studio_id, reverses) REFERENCES ledger_entry
);
CREATE INDEX ledger_entry_occurred ON ledger_entry (studio_id, occurred_at);
CREATE INDEX ledger_entry_clip ON ledger_entry (studio_id, clip_id) WHERE clip_id IS NOT NULL;
CREATE INDEX ledger_entry_reverses ON ledger_entry (studio_id, reverses) WHERE reverses IS NOT NULL;
ALTER TABLE ledger_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON ledger_entry USING (speaks_for(studio_id));

CREATE TABLE ledger_posting (
    studio_id uuid    NOT NULL,
    entry_id  uuid    NOT NULL,
    account   text    NOT NULL CHECK (account IN ('DUE', 'FEES', 'INCOME')),
    amount    numeric NOT NULL CHECK (amount <> 0 AND scale(amount) <= 6 AND abs(amount) < 1e15), -- a debit is positive
    PRIMARY KEY (studio_id, entry_id, account),
    FOREIGN KEY (studio_id, entry_id) REFERENCES ledger_entry
);
ALTER TABLE ledger_posting ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON ledger_posting USING (speaks_for(studio_id));

CREATE FUNCTION ledger_never_changes() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the ledger is only added to' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER never_changes BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_never_changes();
CREATE TRIGGER never_changes BEFORE UPDATE OR DELETE ON ledger_posting FOR EACH ROW EXECUTE FUNCTION ledger_never_changes();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON ledger_entry EXECUTE FUNCTION ledger_never_changes();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON ledger_posting EXECUTE FUNCTION ledger_never_changes();
REVOKE UPDATE, DELETE ON ledger_entry, ledger_posting FROM "${app_role}";

-- Looked at when the transaction ends, whole. Its argument names the column that holds the entry's id.
CREATE FUNCTION ledger_balances() RETURNS trigger LANGUAGE plpgsql AS
$$
DECLARE entry uuid := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
    IF (SELECT coalesce(sum(amount) <> 0, true) FROM ledger_posting WHERE studio_id = NEW.studio_id AND entry_id = entry) THEN
        RAISE EXCEPTION 'the postings of an entry must sum to nothing' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_balances('id');
CREATE CONSTRAINT TRIGGER balances AFTER INSERT ON ledger_posting DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION ledger_balances('entry_id');

-- What is booked stays as it is: a later transaction adds nothing to it, though it be balanced.
CREATE FUNCTION ledger_posts_at_once() RETURNS trigger LANGUAGE plpgsql AS
$$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM ledger_entry WHERE studio_id = NEW.studio_id AND id = NEW.entry_id
                   AND xmin = pg_current_xact_id()::xid) THEN
        RAISE EXCEPTION 'an entry is posted whole, by whom it is made' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER posts_at_once BEFORE INSERT ON ledger_posting FOR EACH ROW EXECUTE FUNCTION ledger_posts_at_once();

-- Refunds that were told before their sale; booked with it.
CREATE TABLE waiting_refund (
    studio_id   uuid        NOT NULL REFERENCES studio,
    source      text        NOT NULL,
    external_id text        NOT NULL,
    sale        text        NOT NULL, -- the sale's external_id
    amount      numeric     NOT NULL CHECK (amount > 0),
    currency    text        NOT NULL,
    occurred_at timestamptz NOT NULL,
    PRIMARY KEY (studio_id, source, external_id)
);
CREATE INDEX waiting_refund_sale ON waiting_refund (studio_id, source, sale);
ALTER TABLE waiting_refund ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON waiting_refund USING (speaks_for(studio_id));

-- Where a shop tells the studio's sales; one of each kind.
CREATE TABLE revenue_hook (
    studio_id uuid        NOT NULL REFERENCES studio,
    source    text        NOT NULL,
    id        uuid        NOT NULL UNIQUE, -- in the address
    secret    bytea       NOT NULL,        -- sealed
    set_at    timestamptz NOT NULL,
    PRIMARY KEY (studio_id, source)
);
ALTER TABLE revenue_hook ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON revenue_hook USING (speaks_for(studio_id));

-- Short links of the studio's, and who followed them. Of a person nothing is kept but that and when.
CREATE TABLE affiliate_link (
    studio_id  uuid        NOT NULL REFERENCES studio,
    id         uuid        NOT NULL UNIQUE,
    code       text        NOT NULL UNIQUE,
    name       text        NOT NULL,
    target     text        NOT NULL,
    parameter  text,                          -- of the target, that takes the click's id; null: it is not told
    clip_id    uuid,
    passed     bigint      NOT NULL DEFAULT 0, -- visits that are not counted: programs, and the same caller again and again
    created_at timestamptz NOT NULL,
    ended_at   timestamptz,
    PRIMARY KEY (studio_id, id)
);
ALTER TABLE affiliate_link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON affiliate_link USING (speaks_for(studio_id));

CREATE TABLE affiliate_click (
    studio_id uuid        NOT NULL,
    id        uuid        NOT NULL,
    link_id   uuid        NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (studio_id, id),
    FOREIGN KEY (studio_id, link_id) REFERENCES affiliate_link
);
CREATE INDEX affiliate_click_link ON affiliate_click (studio_id, link_id);
ALTER TABLE affiliate_click ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON affiliate_click USING (speaks_for(studio_id));
