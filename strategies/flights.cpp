#include "strategies/flights.h"

#include <utility>

namespace stampede {
namespace {

// Also where the wait ends by the caller's cancellation.
class Counted {
 public:
  explicit Counted(std::size_t& count) : count_(count) { ++count_; }
  ~Counted() { --count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  std::size_t& count_;
};

}  // namespace

bool Flight::wait(std::optional<Duration> timeout) {
  if (landed_) return true;
  const Counted counted(waiting_);
  waiters_->wait(timeout);
  return landed_;
}

Flights::Boarding Flights::join_or_lead(const Key& key) {
  const auto found = under_way_.find(key.name);
  if (found != under_way_.end()) return {found->second, false};
  auto flight = std::make_shared<Flight>(waiting_.make_list());
  under_way_.emplace(key.name, flight);
  return {std::move(flight), true};
}

void Flights::forget(const Key& key) {
  const auto found = under_way_.find(key.name);
  if (found == under_way_.end()) return;
  found->second->forgotten_ = true;
  under_way_.erase(found);
}

Flights::Landing::Landing(Flights& flights, Key key, std::shared_ptr<Flight> flight)
    : flights_(flights), key_(std::move(key)), flight_(std::move(flight)) {}

// A forgotten flight may have a successor under its key by now.
Flights::Landing::~Landing() {
  const auto found = flights_.under_way_.find(key_.name);
  if (found != flights_.under_way_.end() && found->second == flight_) flights_.under_way_.erase(found);
  flight_->landed_ = true;
  flight_->waiters_->wake_all();
}

void Flights::Landing::hand_over(Answer outcome) { flight_->outcome_ = std::move(outcome); }

Answer Flights::share(const Key& key, const std::function<Answer(const Flight&)>& compute) {
  for (;;) {
    const Boarding boarding = join_or_lead(key);
    if (boarding.leads) {
      Landing landing(*this, key, boarding.flight);
      Answer answer = compute(*boarding.flight);
      landing.hand_over(answer);
      return answer;
    }
    boarding.flight->wait();
    if (const std::optional<Answer>& outcome = boarding.flight->outcome()) return *outcome;
  }
}

}  // namespace stampede
