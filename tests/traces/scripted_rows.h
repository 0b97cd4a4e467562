// Rows under a test's control: statements take no time, and are noted.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "strategies/rows.h"

namespace stampede::traces {

class ScriptedRows final : public Rows {
 public:
  Row read(const Key& key) override {
    note("SELECT");
    return rows[key.name];
  }
  bool update(const Key& key, const RowUpdate& update) override { return note_update(update(rows[key.name])); }
  std::unique_ptr<Transaction> begin() override { return std::make_unique<Open>(*this); }

  // Statements since the previous call, joined by commas.
  std::string take_statements() { return std::exchange(statements_, {}); }

  std::map<std::string, Row> rows;  // by the names of keys

 private:
  // For one transaction at a time: nobody is there to wait for its locks.
  class Open final : public Transaction {
   public:
    explicit Open(ScriptedRows& rows) : rows_(rows), own_(rows.rows) {}
    Row read(const Key& key) override {
      rows_.note("SELECT");
      return own_[key.name];
    }
    bool update(const Key& key, const RowUpdate& update) override { return rows_.note_update(update(own_[key.name])); }
    void on_commit(std::function<void()> action) override { actions_.push_back(std::move(action)); }
    void commit() override {
      rows_.rows = own_;
      rows_.note("COMMIT");
      for (const auto& action : actions_) action();
    }

   private:
    ScriptedRows& rows_;
    std::map<std::string, Row> own_;
    std::vector<std::function<void()>> actions_;
  };

  void note(const std::string& statement) { statements_ += (statements_.empty() ? "" : ", ") + statement; }
  bool note_update(bool matched) {
    note(matched ? "UPDATE" : "UPDATE of no row");
    return matched;
  }

  std::string statements_;
};

}  // namespace stampede::traces
