// Rooms exist for as long as somebody sits in them.
#include "strategies/wake_ups.h"

namespace stampede {

WakeUps::Seat::Seat(const WakeUps& wake_ups, const std::string& name)
    : rooms_(wake_ups.rooms_), room_(rooms_->try_emplace(name).first) {
  Room& room = room_->second;
  if (!room.list) room.list = wake_ups.waiting_.make_list();
  ++room.seats;
}

WakeUps::Seat::~Seat() {
  if (--room_->second.seats == 0) rooms_->erase(room_);
}

bool WakeUps::Seat::wait(std::uint64_t messages_seen, Duration timeout) {
  return messages() != messages_seen || room_->second.list->wait(timeout);
}

void WakeUps::subscribe() {
  redis_.subscribe(channel_, [rooms = rooms_](std::string_view name) {
    const auto room = rooms->find(name);
    if (room == rooms->end()) return;
    ++room->second.messages;
    room->second.list->wake_all();
  });
}

void WakeUps::publish(const std::string& name) { redis_.call({"PUBLISH", channel_, name}); }

}  // namespace stampede
