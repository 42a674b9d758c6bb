package models

// The rows of tables that are only written by hand: TestMigrationsLeadToTheTablesOfTheModels holds the migrations to them.

// MessageVersion is what a message said before it was edited.
type MessageVersion struct {
	ID        int64
	MessageID int64
	Text      string
	CreatedAt int64 `gorm:"autoCreateTime:false"`
}

// Reaction is one emoji of one person at one message.
type Reaction struct {
	ID        int64
	MessageID int64
	Emoji     string
	AccountID int64
	CreatedAt int64 `gorm:"autoCreateTime:false"`
}

// ThreadMember is one person who follows a thread, or has ceased to, with how far he has read it.
type ThreadMember struct {
	Thread    int64 `gorm:"primaryKey"`
	AccountID int64 `gorm:"primaryKey"`
	ChannelID int64
	Following bool
	ReadSeq   int64
	Rev       int64
}

// Draft is what somebody has begun to write in a channel, or in one of its threads.
type Draft struct {
	AccountID int64 `gorm:"primaryKey"`
	ChannelID int64 `gorm:"primaryKey"`
	Thread    int64 `gorm:"primaryKey"`
	Text      string
	Rev       int64
	UpdatedAt int64 `gorm:"autoUpdateTime:false"`
}
