//! The rules of `docs/rules.md`, by example and by property.

#[cfg(test)]
mod ahead;
#[cfg(test)]
mod counting;
#[cfg(test)]
mod edges;
#[cfg(test)]
mod judging;
#[cfg(test)]
mod naive_rate;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod rates;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod speed;
