#include "simulator/redis/resp.h"

#include <fmt/format.h>
#include <hiredis/hiredis.h>

#include <algorithm>
#include <new>
#include <utility>

namespace stampede::redis {

namespace {

void append_bulk(std::string& output, std::string_view prefix, std::string_view text) {
  const fmt::format_int length(prefix.size() + text.size());
  output.push_back('$');
  output.append(length.data(), length.size());
  output.append("\r\n", 2);
  output.append(prefix);
  output.append(text);
  output.append("\r\n", 2);
}

// The reply that a parsed element belongs into: the root, or the next element of the array above it. An array grows
// as its elements come, which is safe: hiredis is done with an element, and all below it, before it begins the next.
Reply& target(const redisReadTask* task) {
  if (task->parent == nullptr) return *static_cast<Reply*>(task->privdata);
  return static_cast<Reply*>(task->parent->obj)->elements.emplace_back();
}

void* create_string(const redisReadTask* task, char* text, std::size_t length) {
  Reply& reply = target(task);
  reply.type = task->type == REDIS_REPLY_ERROR    ? Reply::Type::error
               : task->type == REDIS_REPLY_STATUS ? Reply::Type::status
                                                  : Reply::Type::string;
  reply.text.assign(text, length);
  return &reply;
}

// More than any command of ours can give.
constexpr std::size_t kMostElements = 16 * 1024 * 1024;

// A broken server may announce elements that it never sends.
constexpr std::size_t kMostReserved = 1024;

// hiredis 0.14 counts elements in int, 1.x in size_t.
template <typename Count>
void* create_array(const redisReadTask* task, Count count) {
  const auto elements = static_cast<std::size_t>(count);
  if (elements > kMostElements) return nullptr;  // reported as an error of the protocol
  Reply& reply = target(task);
  reply.type = Reply::Type::array;
  reply.elements.reserve(std::min(elements, kMostReserved));
  return &reply;
}

void* create_integer(const redisReadTask* task, long long value) {
  Reply& reply = target(task);
  reply.type = Reply::Type::integer;
  reply.integer = value;
  return &reply;
}

void* create_nil(const redisReadTask* task) {
  Reply& reply = target(task);
  reply.type = Reply::Type::nil;
  return &reply;
}

// The replies belong to the caller of next().
void free_nothing(void* /*reply*/) {}

redisReplyObjectFunctions* functions() {
  static redisReplyObjectFunctions table = [] {
    redisReplyObjectFunctions made{};
    made.createString = create_string;
    made.createArray = create_array;
    made.createInteger = create_integer;
    made.createNil = create_nil;
    made.freeObject = free_nothing;
    return made;
  }();
  return &table;
}

}  // namespace

void append_command(std::string& output, Args args, std::string_view prefix) {
  const fmt::format_int count(args.size());
  output.push_back('*');
  output.append(count.data(), count.size());
  output.append("\r\n", 2);
  for (const Arg& arg : args) {
    if (arg.is_number()) {
      const fmt::format_int number(arg.number());
      append_bulk(output, {}, {number.data(), number.size()});
    } else {
      append_bulk(output, arg.is_key() ? prefix : std::string_view(), arg.text());
    }
  }
}

void ReplyParser::Release::operator()(redisReader* reader) const { redisReaderFree(reader); }

ReplyParser::ReplyParser() : reader_(redisReaderCreateWithFunctions(functions())) {
  if (!reader_) throw std::bad_alloc();
  reader_->privdata = &parsed_;
}

void ReplyParser::feed(const char* bytes, std::size_t count) { redisReaderFeed(reader_.get(), bytes, count); }

ReplyParser::Outcome ReplyParser::next(Reply& reply) {
  void* parsed = nullptr;
  if (redisReaderGetReply(reader_.get(), &parsed) != REDIS_OK) return Outcome::protocol_error;
  if (parsed == nullptr) return Outcome::incomplete;
  reply = std::exchange(parsed_, Reply{});
  return Outcome::reply;
}

std::string ReplyParser::error() const { return reader_->errstr; }

}  // namespace stampede::redis
