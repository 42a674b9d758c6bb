package drive

import "strconv"

// texts are what people write in an office: two thirds plain and short, one third with Markdown.
var texts = [...]string{
	"了解です、ありがとうございます。",
	"The printer on the third floor works again.",
	"**Reminder**: the form is due *tomorrow*, see `forms/expense.xlsx`.",
	"明日の会議は15時から第2会議室です。資料は共有フォルダに入れました。",
	"ok, see you at lunch",
	"今日の予定\n\n- [x] 見積もりを送る\n- [ ] 議事録を書く\n- [ ] **佐藤さん**に電話",
	"Can someone check the numbers for October before I send them out?",
	"お疲れさまです。先ほどの件、修正しました。",
	"The job failed with:\n\n```go\nif err != nil {\n\treturn fmt.Errorf(\"open: %w\", err)\n}\n```\n",
}

// Text is the message with a number; its number is its last word, so that every text differs.
func Text(number int) string { return texts[number%len(texts)] + " " + strconv.Itoa(number) }
