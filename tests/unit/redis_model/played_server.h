// A model with a clock that the test moves, and with what each client was sent.
#pragma once

#include <chrono>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/redis/model/server.h"

namespace stampede::redis::model {

using namespace std::chrono_literals;

class PlayedServer {
 public:
  explicit PlayedServer(ServerSettings settings = {})
      : server(settings, [this](ClientId id, Reply&& reply) { sent[id].push_back(std::move(reply)); }) {}

  // "(blocked)" if there is no reply; arrays in brackets.
  std::string run(ClientId client, std::initializer_list<std::string_view> words) {
    const std::vector<std::string_view> views(words);
    const std::optional<Reply> reply = server.execute(client, views, now);
    return reply ? text_of(*reply) : "(blocked)";
  }

  // And forgets it.
  std::string told(ClientId client) {
    std::string text;
    for (const Reply& reply : std::exchange(sent[client], {})) text += (text.empty() ? "" : " ") + text_of(reply);
    return text;
  }

  static std::string text_of(const Reply& reply) {
    if (reply.is_nil()) return "(nil)";
    if (reply.type == Reply::Type::integer) return std::to_string(reply.integer);
    if (reply.type != Reply::Type::array) return reply.text;
    std::string text = "[";
    for (const Reply& element : reply.elements) text += (text.size() > 1 ? " " : "") + text_of(element);
    return text + "]";
  }

  std::map<ClientId, std::vector<Reply>> sent;
  Server server;
  Duration now = 1'700'000'000s;
};

}  // namespace stampede::redis::model
