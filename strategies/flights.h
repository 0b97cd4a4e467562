// Computations under way on this node, at most one that can be joined for each key, and the callers who wait for what
// comes of them.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "strategies/environment.h"

namespace stampede {

// One computation under way. It ends, which is to say lands, in any case; not in any case with an outcome.
class Flight {
 public:
  explicit Flight(std::unique_ptr<WaitList> waiters) : waiters_(std::move(waiters)) {}

  // Suspends until it has landed; false if the time was up first.
  bool wait(std::optional<Duration> timeout = std::nullopt);

  // What everybody on board gets. Empty before it has landed; and after, if its leader was cancelled, or left it to
  // somebody else.
  const std::optional<Answer>& outcome() const { return outcome_; }

  // There was an invalidation since it began: what it computes may be older, and is not to be stored.
  bool is_forgotten() const { return forgotten_; }

  bool has_waiters() const { return waiting_ > 0; }

 private:
  friend class Flights;

  std::unique_ptr<WaitList> waiters_;
  std::optional<Answer> outcome_;
  std::size_t waiting_ = 0;
  bool landed_ = false;
  bool forgotten_ = false;
};

class Flights {
 public:
  explicit Flights(Waiting& waiting) : waiting_(waiting) {}

  struct Boarding {
    std::shared_ptr<Flight> flight;
    bool leads = false;  // then it is for the caller to see that a Landing is made
  };
  // Does not suspend.
  Boarding join_or_lead(const Key& key);

  // Who comes from now on does not join the flight that is under way; those on board stay.
  void forget(const Key& key);

  // The leader's part, on whichever fiber computes. Its end, however it comes about, wakes everybody on board.
  class Landing {
   public:
    Landing(Flights& flights, Key key, std::shared_ptr<Flight> flight);
    ~Landing();
    Landing(const Landing&) = delete;
    Landing& operator=(const Landing&) = delete;

    void hand_over(Answer outcome);

   private:
    Flights& flights_;
    const Key key_;
    const std::shared_ptr<Flight> flight_;
  };

  // Leads, or waits for the outcome of whoever does. A flight that lands without one has its successor led by one of
  // those who were on board.
  Answer share(const Key& key, const std::function<Answer(const Flight&)>& compute);

 private:
  Waiting& waiting_;
  std::map<std::string, std::shared_ptr<Flight>> under_way_;  // by the names of keys
};

}  // namespace stampede
