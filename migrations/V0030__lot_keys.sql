-- What somebody's lot is drawn by: their own for good. Lists from before were drawn by the number in the list.

alter table inspection_candidate add column lot_key text;
