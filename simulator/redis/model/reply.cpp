#include "simulator/redis/model/reply.h"

namespace stampede::redis::model {
namespace {

Reply of_text(Reply::Type type, std::string text) {
  Reply reply;
  reply.type = type;
  reply.text = std::move(text);
  return reply;
}

}  // namespace

Reply nil_reply() { return {}; }

Reply integer_reply(std::int64_t number) {
  Reply reply;
  reply.type = Reply::Type::integer;
  reply.integer = number;
  return reply;
}

Reply text_reply(std::string text) { return of_text(Reply::Type::string, std::move(text)); }
Reply text_reply(std::string_view text) { return of_text(Reply::Type::string, std::string(text)); }
Reply text_reply(const char* text) { return of_text(Reply::Type::string, text); }
Reply status_reply(std::string_view text) { return of_text(Reply::Type::status, std::string(text)); }
Reply error_reply(std::string text) { return of_text(Reply::Type::error, std::move(text)); }

Reply array_reply(std::vector<Reply> elements) {
  Reply reply;
  reply.type = Reply::Type::array;
  reply.elements = std::move(elements);
  return reply;
}

}  // namespace stampede::redis::model
