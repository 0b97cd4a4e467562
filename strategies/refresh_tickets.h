// What the corrected async_refresh adds to an item: tickets that order computations and invalidations, so that the
// later one wins. They are kept in a hash beside the item; every operation on both is one script.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "strategies/environment.h"

namespace stampede {

class RefreshTickets {
 public:
  // `cache_ttl`: how long items and tickets are kept.
  RefreshTickets(Redis& redis, Duration cache_ttl) : redis_(redis), cache_ttl_(cache_ttl) {}

  // For a computation that is about to begin.
  std::int64_t take(const RedisKey& item);

  // Stores `fresh` unless a computation with a later ticket has stored already; `stale` instead if an invalidation came
  // after the ticket was taken.
  void store(const RedisKey& item, std::int64_t ticket, std::string_view fresh, std::string_view stale);

  // Puts `postponed` in place of `seen`. False: somebody else has changed the item meanwhile.
  bool replace(const RedisKey& item, std::string_view seen, std::string_view postponed);

  // The same for an item that is absent.
  bool create(const RedisKey& item, std::string_view placeholder);

  // Computations that have a ticket by now are too old.
  void invalidate(const RedisKey& item);

  // DEL; and what they compute is not stored any more.
  void remove(const RedisKey& item);

 private:
  Redis& redis_;
  Duration cache_ttl_;
};

}  // namespace stampede
