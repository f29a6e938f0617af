-- Changes that are still to be announced. A row is written with its product and deleted once its event is taken.
create table product_changes (
  id bigint generated always as identity primary key,
  sku text not null,
  version integer not null,
  -- Correlation id and trace of the request that caused it.
  metadata jsonb not null default '{}',
  changed_at timestamptz not null default now()
);
