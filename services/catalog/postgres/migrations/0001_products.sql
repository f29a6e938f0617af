create table products (
  sku text primary key check (length(sku) between 1 and 128),
  name text not null,
  description text not null default '',
  -- As far as JavaScript's whole numbers are exact.
  price_cents bigint not null check (price_cents between 0 and 9007199254740991),
  currency text not null check (length(currency) = 3),
  version integer not null check (version > 0),
  -- Which change made this version: a writer that lost its connection finds out whether its change arrived.
  change_id uuid not null,
  changed_at timestamptz not null default now()
);
